package org.tandemml.serving.engine.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.predict.Labels;

/** Values of a pickle as the types that their reader expects. */
public final class PyValues {
    private PyValues() {}

    /**
     * A number; booleans count as 0 and 1, an array of one number as that number.
     *
     * @param where what it is, for the message
     */
    public static double number(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof PyArray array && array.size() == 1) {
            return array.doubles(where)[0];
        }
        throw unexpected(value, where, "a number");
    }

    /** A whole number that fits an int. */
    public static int integer(@Nullable Object value, String where) throws ModelLoadException {
        double number = number(value, where);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw unexpected(value, where, "a whole number of 32 bits");
        }
        return (int) number;
    }

    /** A text. */
    public static String text(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof String text) {
            return text;
        }
        throw unexpected(value, where, "a text");
    }

    /** A boolean. */
    public static boolean flag(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw unexpected(value, where, "a boolean");
    }

    /** A list or tuple. */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> list(@Nullable Object value, String where)
            throws ModelLoadException {
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw unexpected(value, where, "a list");
    }

    /** Bytes; not to be changed. */
    public static byte[] bytes(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw unexpected(value, where, "bytes");
    }

    /** An array. */
    public static PyArray array(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof PyArray array) {
            return array;
        }
        throw unexpected(value, where, "an array");
    }

    /** An object. */
    public static PyObject object(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof PyObject object) {
            return object;
        }
        throw unexpected(value, where, "an object");
    }

    /**
     * The labels of a classifier.
     *
     * @param array of texts, or of numbers and booleans; at least two
     */
    public static Labels labels(PyArray array, String where) throws ModelLoadException {
        @Nullable Object[] values = array.values(where);
        List<String> names = new ArrayList<>();
        int plain = 0;
        for (Object value : values) {
            if (value instanceof String text) {
                names.add(text);
            } else if (value instanceof Number || value instanceof Boolean) {
                names.add(value.toString());
                plain++;
            } else {
                throw new ModelLoadException(
                        "The model's %s holds %s, which is no label that is served."
                                .formatted(where, kind(value)));
            }
        }
        if (values.length < 2 || plain > 0 && plain < values.length) {
            throw new ModelLoadException(
                    "The model's %s must hold at least two labels of one kind.".formatted(where));
        }
        return new Labels(names, plain > 0);
    }

    /** What a value is, for messages. */
    public static String kind(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof PyObject object) {
            return "a " + org.tandemml.model.Texts.excerpt(object.type());
        }
        if (value instanceof PyName name) {
            return org.tandemml.model.Texts.excerpt(name.name());
        }
        if (value instanceof PyArray array) {
            return "an array of " + array.dtype();
        }
        if (value instanceof List) {
            return "a list";
        }
        return "a " + value.getClass().getSimpleName();
    }

    /** The refusal of a value. */
    static ModelLoadException unexpected(@Nullable Object value, String where, String wanted) {
        return new ModelLoadException(
                "The model's %s must be %s; it is %s.".formatted(where, wanted, kind(value)));
    }
}
