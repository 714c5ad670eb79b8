package org.tandemml.serving.engine.pickle;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.predict.Labels;

/**
 * An estimator of an {@link EstimatorLibrary}. Immutable.
 *
 * @param features numbers a row
 * @param outputs answers a row
 * @param labels what a classifier answers with; null for what answers with numbers
 * @param answers what the library's {@code predict} computes; a classifier's are probabilities: one
 *     for each label
 * @param check what the library's kernel was held against
 * @param decision what the library's {@code decision_function} computes; null if it has none
 */
public record LibraryEstimator(
        int features,
        int outputs,
        @Nullable Labels labels,
        KernelCheck check,
        Answers answers,
        @Nullable Answers decision) {

    /** What the library computes of rows. */
    @FunctionalInterface
    public interface Answers {
        /**
         * Answers rows.
         *
         * @param rows row-major, NaN where missing; not changed
         * @param count how many
         * @return row-major, {@link LibraryEstimator#outputs} a row
         * @throws org.tandemml.serving.engine.PredictionException if a row cannot be scored
         */
        double[] of(double[] rows, int count);
    }
}
