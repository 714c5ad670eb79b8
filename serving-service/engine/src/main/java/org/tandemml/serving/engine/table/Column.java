package org.tandemml.serving.engine.table;

import org.jspecify.annotations.Nullable;

/**
 * The cells of one column, one a row. The arrays may be longer than the table has rows; cells that
 * {@link #missing()} marks hold NaN, 0, false or null. Owned by the table: never written after it
 * is built.
 */
public sealed interface Column {
    Missing missing();

    /** Declared {@code double}. */
    record Doubles(double[] values, Missing missing) implements Column {}

    /** Declared {@code float}: each value is exactly a binary32. */
    record Floats(float[] values, Missing missing) implements Column {}

    /** Declared {@code long}. */
    record Longs(long[] values, Missing missing) implements Column {}

    /** Declared {@code integer}. */
    record Ints(int[] values, Missing missing) implements Column {}

    /** Declared {@code boolean}. */
    record Booleans(boolean[] values, Missing missing) implements Column {}

    /** Declared {@code string}. */
    record Strings(@Nullable String[] values, Missing missing) implements Column {}

    /** Declared {@code binary}. */
    record Binaries(byte @Nullable [][] values, Missing missing) implements Column {}

    /** Declared {@code datetime}: nanoseconds since 1970-01-01T00:00:00Z. */
    record Instants(long[] epochNanos, Missing missing) implements Column {}

    /**
     * Declared {@code array}, {@code object}, {@code map} or {@code any}: {@code java.util.List},
     * {@code java.util.Map}, {@code String}, {@code Boolean}, {@code Long}, {@code Double} or null.
     */
    record Nested(@Nullable Object[] values, Missing missing) implements Column {}

    /**
     * A tensor: row-major elements.
     *
     * @param dtype numpy's name of the element type
     * @param shape the lengths, the first one being the rows
     * @param elements {@code double[]}, {@code float[]}, {@code long[]}, {@code int[]}, {@code
     *     boolean[]}, or {@code String[]}; the narrow integer types stand in {@code int[]},
     *     unsigned 32 and all 64-bit ones in {@code long[]}
     */
    record Tensor(String dtype, long[] shape, Object elements, Missing missing) implements Column {}

    /** Whether the cell of a row has no value. */
    default boolean isMissing(int row) {
        return missing().get(row);
    }

    /**
     * The cell as a double.
     *
     * @return NaN if the cell is missing; 1 or 0 for booleans
     * @throws IllegalStateException for a column that holds no numbers
     */
    default double asDouble(int row) {
        // Cells without a value hold NaN here.
        if (this instanceof Doubles column) {
            return column.values[row];
        }
        if (this instanceof Floats column) {
            return column.values[row];
        }
        if (isMissing(row)) {
            return Double.NaN;
        }
        if (this instanceof Longs column) {
            return column.values[row];
        }
        if (this instanceof Ints column) {
            return column.values[row];
        }
        if (this instanceof Booleans column) {
            return column.values[row] ? 1 : 0;
        }
        throw new IllegalStateException("Not a numeric column: " + getClass().getSimpleName());
    }
}
