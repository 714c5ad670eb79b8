package org.tandemml.model.signature;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a schema.
 *
 * @param name null if it is the only one and has no name
 * @param dtype numpy's name of the element type, for example {@code float32}
 * @param shape the dimensions; -1 stands for any length
 */
public record TensorSpec(@Nullable String name, String dtype, long[] shape) {
    public TensorSpec {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TensorSpec that
                && java.util.Objects.equals(name, that.name)
                && dtype.equals(that.dtype)
                && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Objects.hash(name, dtype) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "TensorSpec[" + name + ", " + dtype + ", " + Arrays.toString(shape) + "]";
    }
}
