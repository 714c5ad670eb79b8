package org.tandemml.serving.engine.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/** What stands in for a call: a value of ours, or a record of what was to be called. */
final class Constructors {
    private static final PyName ARRAY = new PyName("numpy.ndarray");

    private final KnownNames names;

    Constructors(KnownNames names) {
        this.names = names;
    }

    /** The module's name today; Python 3 writes those of Python 2 into old protocols. */
    static String modern(String module) {
        return switch (module) {
            case "__builtin__" -> "builtins";
            case "copy_reg" -> "copyreg";
            case "UserList", "UserDict" -> "collections";
            default -> module;
        };
    }

    /** Calls a class or function. */
    Object call(PyName callee, List<@Nullable Object> arguments, int at) throws ModelLoadException {
        KnownNames.BuiltIn builtIn = KnownNames.builtIn(callee.name());
        if (builtIn == null) {
            return record(callee, arguments, at);
        }
        return switch (builtIn) {
            case ARRAY -> {
                if (!ARRAY.equals(argument(arguments, 0))) {
                    throw refused(callee, at, "of a kind of array that is not known");
                }
                yield new PyArray();
            }
            case SCALAR -> scalar(callee, arguments, at);
            case BUFFER_ARRAY -> bufferArray(callee, arguments, at);
            case DTYPE -> Dtype.of(PyValues.text(argument(arguments, 0), "dtype"));
            case ENCODED -> encoded(callee, arguments, at);
            case OLD_OBJECT -> {
                if (!(argument(arguments, 0) instanceof PyName name) || arguments.size() != 3) {
                    throw refused(callee, at, "of something else than a class");
                }
                yield instance(name, PyTuple.EMPTY, at);
            }
            case DICT -> dictionary(callee, arguments, at);
            case SET -> new LinkedHashSet<>(plain(callee, arguments, at));
            case LIST -> new ArrayList<>(single(arguments));
            case TUPLE -> new PyTuple(single(arguments).toArray());
            case BYTES -> bytes(callee, arguments, at);
        };
    }

    /** Makes an object of a class, without its constructor. */
    Object instance(PyName name, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        KnownNames.BuiltIn builtIn = KnownNames.builtIn(name.name());
        return builtIn == null ? record(name, arguments, at) : call(name, arguments, at);
    }

    private PyObject record(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        if (!names.isRecord(callee.name())) {
            throw new ModelLoadException(
                    "The pickle is refused at byte %d: it calls '%s', which may only be named."
                            .formatted(at, Texts.excerpt(callee.name())));
        }
        // What Cython's classes are pickled with: the class is the first argument.
        String simple = callee.simpleName();
        boolean factory = simple.equals("newObj") || simple.startsWith("__pyx_unpickle_");
        if (factory
                && argument(arguments, 0) instanceof PyName type
                && names.isRecord(type.name())) {
            return new PyObject(type.name(), arguments);
        }
        return new PyObject(callee.name(), arguments);
    }

    private static Object scalar(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        if (!(argument(arguments, 0) instanceof Dtype type)
                || !(argument(arguments, 1) instanceof byte[] bytes)
                || type.isObject()) {
            throw refused(callee, at, "of something else than a number or text");
        }
        Object value = PyArray.of(type, new int[0], bytes, false).single("numpy scalar");
        return java.util.Objects.requireNonNull(value);
    }

    private static PyArray bufferArray(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        if (!(argument(arguments, 0) instanceof byte[] bytes)
                || !(argument(arguments, 1) instanceof Dtype type)) {
            throw refused(callee, at, "of something else than bytes and a type");
        }
        int[] shape = PyArray.shape(argument(arguments, 2));
        return PyArray.of(type, shape, bytes, "F".equals(argument(arguments, 3)));
    }

    private static byte[] encoded(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        if (!(argument(arguments, 0) instanceof String text)
                || !"latin1".equals(argument(arguments, 1))) {
            throw refused(callee, at, "of something else than text in Latin-1");
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Empty, or with entries; the factory of a defaultdict is not kept. */
    private static Map<Object, @Nullable Object> dictionary(
            PyName callee, List<@Nullable Object> arguments, int at) throws ModelLoadException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> entries) {
                map.putAll(entries);
            } else if (argument != null && !(argument instanceof PyName)) {
                throw refused(callee, at, "of something else than a dictionary");
            }
        }
        return map;
    }

    private static List<Object> plain(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        List<Object> items = new ArrayList<>();
        for (Object item : single(arguments)) {
            if (!(item instanceof String) && !(item instanceof Number)) {
                throw refused(callee, at, "of something else than texts and numbers");
            }
            items.add(item);
        }
        return items;
    }

    private static List<@Nullable Object> single(List<@Nullable Object> arguments)
            throws ModelLoadException {
        return arguments.isEmpty()
                ? List.of()
                : PyValues.list(arguments.get(0), "constructor's argument");
    }

    private static byte[] bytes(PyName callee, List<@Nullable Object> arguments, int at)
            throws ModelLoadException {
        Object argument = argument(arguments, 0);
        if (argument == null) {
            return new byte[0];
        }
        if (argument instanceof byte[] bytes) {
            return bytes;
        }
        if (argument instanceof String text && "latin-1".equals(argument(arguments, 1))) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw refused(callee, at, "of something else than bytes");
    }

    private static @Nullable Object argument(List<@Nullable Object> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static ModelLoadException refused(PyName callee, int at, String why) {
        return new ModelLoadException(
                "The pickle is refused at byte %d: '%s' %s."
                        .formatted(at, Texts.excerpt(callee.name()), why));
    }
}
