package org.tandemml.serving.engine.enforce;

import java.util.Arrays;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.TensorSpec;

/** The names of types in messages. */
final class TypeName {
    private TypeName() {}

    static String of(ColumnType type) {
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

    static String of(TensorSpec spec) {
        return spec.dtype() + " tensor of shape " + Arrays.toString(spec.shape());
    }
}
