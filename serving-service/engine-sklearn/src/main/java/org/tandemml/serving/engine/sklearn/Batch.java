package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way through a model, by columns: {@code double[]} with NaN where missing, or {@code
 * String[]} with null where missing. Belongs to one request; steps make new ones.
 */
final class Batch {
    private final int rows;
    private final @Nullable Object[] columns;
    private double @Nullable [] matrix;

    Batch(int rows, List<Object> columns) {
        this.rows = rows;
        this.columns = columns.toArray();
    }

    private Batch(int rows, int width, double[] matrix) {
        this.rows = rows;
        this.columns = new @Nullable Object[width];
        this.matrix = matrix;
    }

    /** Rows of a matrix, whose columns are made when one is asked for. */
    static Batch of(int rows, int width, double[] matrix) {
        return new Batch(rows, width, matrix);
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
        return new Batch(to - from, parts);
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
