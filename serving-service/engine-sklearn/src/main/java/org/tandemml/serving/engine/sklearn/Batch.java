package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way through a model, by columns: {@code double[]} with NaN where missing, or {@code
 * String[]} with null where missing. Belongs to one request; steps make new ones.
 */
final class Batch {
    private final int rows;
    private final Object[] columns;
    private double @Nullable [] matrix;

    Batch(int rows, List<Object> columns) {
        this.rows = rows;
        this.columns = columns.toArray();
    }

    /** Rows of a matrix. */
    static Batch of(int rows, int width, double[] matrix) {
        double[][] columns = new double[width][rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                columns[column][row] = matrix[row * width + column];
            }
        }
        return new Batch(rows, Arrays.<Object>asList((Object[]) columns));
    }

    int rows() {
        return rows;
    }

    int width() {
        return columns.length;
    }

    Object column(int index) {
        return columns[index];
    }

    double[] numbers(int index) {
        return (double[]) columns[index];
    }

    @Nullable String[] texts(int index) {
        return (String[]) columns[index];
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
