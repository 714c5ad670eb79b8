package org.tandemml.serving.engine.pickle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes and functions that a pickle may name. Matched as whole texts: no module is imported,
 * no attribute looked up.
 */
public final class KnownNames {
    private static final Set<String> ARRAY_MODULES = Set.of("numpy.core", "numpy._core");

    /** Scalar types and the like: named, never called. */
    private static final List<String> REFERENCES =
            List.of(
                    "numpy.ndarray",
                    "numpy.bool",
                    "numpy.bool_",
                    "numpy.int8",
                    "numpy.int16",
                    "numpy.int32",
                    "numpy.int64",
                    "numpy.uint8",
                    "numpy.uint16",
                    "numpy.uint32",
                    "numpy.uint64",
                    "numpy.float16",
                    "numpy.float32",
                    "numpy.float64",
                    "numpy.object_",
                    "numpy.str_",
                    "numpy.number",
                    "numpy.integer",
                    "numpy.floating",
                    "builtins.object",
                    "builtins.float",
                    "builtins.int",
                    "builtins.bool",
                    "builtins.str");

    /** Random generators: sklearn keeps them in models, scoring needs none of them. */
    private static final List<String> RECORDS =
            List.of(
                    "builtins.slice",
                    "builtins.complex",
                    "numpy.random._pickle.__randomstate_ctor",
                    "numpy.random._pickle.__generator_ctor",
                    "numpy.random._pickle.__bit_generator_ctor",
                    "numpy.random._mt19937.MT19937",
                    "numpy.random._pcg64.PCG64",
                    "numpy.random.bit_generator.SeedSequence",
                    "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
                    "joblib.numpy_pickle.NumpyArrayWrapper");

    private final Set<String> records = new HashSet<>(RECORDS);
    private final Set<String> references = new HashSet<>(REFERENCES);

    private KnownNames(Set<String> records, Set<String> references) {
        this.records.addAll(records);
        this.references.addAll(references);
    }

    /**
     * Names beside those of numpy and Python itself that every pickle needs.
     *
     * @param records classes that become {@link PyObject}s, and functions whose calls become {@link
     *     PyObject}s with the arguments; full names
     * @param references classes and functions that may be named as values only
     */
    public static KnownNames of(Set<String> records, Set<String> references) {
        return new KnownNames(records, references);
    }

    boolean isRecord(String name) {
        return records.contains(name);
    }

    boolean isKnown(String name) {
        return records.contains(name) || references.contains(name) || builtIn(name) != null;
    }

    /** What the machine itself makes values with; null if the name is none of those. */
    static @org.jspecify.annotations.Nullable BuiltIn builtIn(String name) {
        int dot = name.lastIndexOf('.');
        String module = name.substring(0, Math.max(dot, 0));
        int last = module.lastIndexOf('.');
        String parent = module.substring(0, Math.max(last, 0));
        if (ARRAY_MODULES.contains(parent)) {
            return switch (name.substring(parent.length() + 1)) {
                case "multiarray._reconstruct" -> BuiltIn.ARRAY;
                case "multiarray.scalar" -> BuiltIn.SCALAR;
                case "numeric._frombuffer" -> BuiltIn.BUFFER_ARRAY;
                default -> null;
            };
        }
        return switch (name) {
            case "numpy.dtype" -> BuiltIn.DTYPE;
            case "_codecs.encode" -> BuiltIn.ENCODED;
            case "copyreg._reconstructor" -> BuiltIn.OLD_OBJECT;
            case "builtins.dict",
                    "collections.OrderedDict",
                    "collections.defaultdict",
                    "collections.Counter" ->
                    BuiltIn.DICT;
            case "builtins.set", "builtins.frozenset" -> BuiltIn.SET;
            case "builtins.list" -> BuiltIn.LIST;
            case "builtins.tuple" -> BuiltIn.TUPLE;
            case "builtins.bytes", "builtins.bytearray" -> BuiltIn.BYTES;
            default -> null;
        };
    }

    /** Kinds of values that the machine makes by itself. */
    enum BuiltIn {
        ARRAY,
        SCALAR,
        BUFFER_ARRAY,
        DTYPE,
        ENCODED,
        OLD_OBJECT,
        DICT,
        SET,
        LIST,
        TUPLE,
        BYTES
    }
}
