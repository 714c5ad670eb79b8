package org.tandemml.model.signature;

import java.util.Arrays;

/** The names of types in messages. */
public final class TypeName {
    private TypeName() {}

    /** For example {@code array of long}; {@code object} for all objects. */
    public static String of(ColumnType type) {
        if (type instanceof ColumnType.Scalar scalar) {
            return scalar.type().wireName();
        }
        if (type instanceof ColumnType.ArrayOf array) {
            return "array of " + of(array.items());
        }
        if (type instanceof ColumnType.MapOf map) {
            return "map of " + of(map.values());
        }
        if (type instanceof ColumnType.SparkVector) {
            return "array of double";
        }
        return type instanceof ColumnType.Any ? "any" : "object";
    }

    /** For example {@code float32 tensor of shape [-1, 4]}. */
    public static String of(TensorSpec spec) {
        return spec.dtype() + " tensor of shape " + Arrays.toString(spec.shape());
    }
}
