package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way through a model, by columns: {@code double[]} with NaN where missing, or {@code
 * String[]} with null where missing. Belongs to one request; steps make new ones.
 *
 * <p>A column that scikit-learn would hold in binary32 says so, and its numbers are such.
 */
final class Batch {
    private final int rows;
    private final @Nullable Object[] columns;
    private final boolean[] binary32;
    private double @Nullable [] matrix;

    /** Columns of texts and of binary64. */
    Batch(int rows, List<Object> columns) {
        this(rows, columns, new boolean[columns.size()]);
    }

    /**
     * Columns of several formats.
     *
     * @param binary32 which of them are of binary32; not written to
     */
    Batch(int rows, List<Object> columns, boolean[] binary32) {
        this.rows = rows;
        this.columns = columns.toArray();
        this.binary32 = binary32;
    }

    private Batch(int rows, double[] matrix, boolean[] binary32) {
        this.rows = rows;
        this.columns = new @Nullable Object[binary32.length];
        this.binary32 = binary32;
        this.matrix = matrix;
    }

    /** Rows of a matrix of binary64, whose columns are made when one is asked for. */
    static Batch of(int rows, int width, double[] matrix) {
        return new Batch(rows, matrix, new boolean[width]);
    }

    /**
     * One row of numbers.
     *
     * @param binary32 which of them are of binary32; not written to
     */
    static Batch row(double[] numbers, boolean[] binary32) {
        return new Batch(1, numbers, binary32);
    }

    /** Some of the rows. */
    Batch part(int from, int to) {
        List<Object> parts = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            parts.add(
                    column(i) instanceof double[] numbers
                            ? Arrays.copyOfRange(numbers, from, to)
                            : Arrays.copyOfRange(texts(i), from, to));
        }
        return new Batch(to - from, parts, binary32);
    }

    /** The same columns, which a step has just made of others, in the format that it gives them. */
    Batch inFormatOf(Batch others) {
        return inBinary32(others.isBinary32());
    }

    /**
     * The same columns, which a step has just made.
     *
     * @param rounded whether to round them to binary32
     */
    Batch inBinary32(boolean rounded) {
        if (!rounded) {
            return this;
        }
        Arrays.fill(binary32, true);
        if (matrix != null) {
            Maths.roundToBinary32(matrix);
            return this;
        }
        for (int i = 0; i < columns.length; i++) {
            Maths.roundToBinary32(numbers(i));
        }
        return this;
    }

    /** Whether all columns are of binary32: the common format of scikit-learn's matrix then. */
    boolean isBinary32() {
        for (boolean each : binary32) {
            if (!each) {
                return false;
            }
        }
        return binary32.length > 0;
    }

    boolean isBinary32(int column) {
        return binary32[column];
    }

    int rows() {
        return rows;
    }

    int width() {
        return columns.length;
    }

    Object column(int index) {
        Object column = columns[index];
        if (column == null) {
            double[] all = matrix();
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = all[row * columns.length + index];
            }
            columns[index] = values;
            return values;
        }
        return column;
    }

    double[] numbers(int index) {
        return (double[]) column(index);
    }

    @Nullable String[] texts(int index) {
        return (String[]) column(index);
    }

    /** The rows one after the other; not to be written to. */
    double[] matrix() {
        double[] result = matrix;
        if (result == null) {
            int width = columns.length;
            result = new double[Math.multiplyExact(rows, width)];
            for (int column = 0; column < width; column++) {
                double[] values = numbers(column);
                for (int row = 0; row < rows; row++) {
                    result[row * width + column] = values[row];
                }
            }
            matrix = result;
        }
        return result;
    }
}
