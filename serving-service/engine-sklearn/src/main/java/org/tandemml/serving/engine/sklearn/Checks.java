package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.PredictionException;

/** What scikit-learn refuses to score. */
final class Checks {
    private Checks() {}

    /** Refuses missing and infinite values. */
    static void requireFinite(Batch rows, String estimator) {
        require(rows, estimator, false, Double.MAX_VALUE);
    }

    /** Refuses values that are no finite binary32, and missing ones unless they are allowed. */
    static void requireFloats(Batch rows, String estimator, boolean missing) {
        require(rows, estimator, missing, Float.MAX_VALUE);
    }

    private static void require(Batch rows, String estimator, boolean missing, double largest) {
        for (int column = 0; column < rows.width(); column++) {
            if (!(rows.column(column) instanceof double[] values)) {
                continue;
            }
            for (int row = 0; row < rows.rows(); row++) {
                double value = values[row];
                if (value != value ? !missing : !(Math.abs(value) <= largest)) {
                    throw new PredictionException(
                            row,
                            "Row %d: feature %d is %s, which %s does not take."
                                    .formatted(
                                            row,
                                            column,
                                            value != value ? "missing" : "infinite or too large",
                                            estimator));
                }
            }
        }
    }
}
