package org.tandemml.serving.engine.lightgbm;

import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Columns of a row beyond the features: copies of those features whose zeros some split takes as
 * missing ({@code zero_as_missing}), with NaN for zero.
 */
final class ZeroColumns {
    /** {@code kZeroThreshold}, a binary32 in LightGBM. Numbers as small as this are zero. */
    private static final double TINY = 1e-35f;

    private final int features;
    private final int[] columnOf;
    private int width;

    ZeroColumns(int features) {
        this.features = features;
        this.columnOf = new int[features];
        Arrays.fill(columnOf, -1);
        width = features;
    }

    void add(String tree, int split, int feature) throws ModelLoadException {
        if (feature < 0 || feature >= features) {
            throw new ModelLoadException(
                    "%s, split %d: feature %d does not exist, there are %d."
                            .formatted(tree, split, feature, features));
        }
        if (columnOf[feature] < 0) {
            columnOf[feature] = width++;
        }
    }

    int of(int feature) {
        return columnOf[feature];
    }

    /** Numbers a row. */
    int width() {
        return width;
    }

    /** Makes tiny numbers zero, as LightGBM does before it scores, and fills the copies. */
    void fill(double[] rows, int count) {
        for (int row = 0; row < count; row++) {
            int from = row * width;
            for (int feature = 0; feature < features; feature++) {
                double value = rows[from + feature];
                // One comparison: which side of zero a number is on cannot be foreseen.
                if (Math.abs(value) <= TINY) {
                    value = 0;
                    rows[from + feature] = 0;
                }
                if (columnOf[feature] >= 0) {
                    rows[from + columnOf[feature]] = value == 0 ? Double.NaN : value;
                }
            }
        }
    }
}
