package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.predict.Labels;

/** The step that answers. Immutable. */
sealed interface Estimator {

    /** How many columns it reads. */
    int features();

    /** What it reads of each of them. */
    default Need[] needs() {
        return Need.numbers(features());
    }

    /** Asks others, at least one, all of which are given the same columns. */
    non-sealed interface Composed extends Estimator {
        List<? extends Estimator> members();

        @Override
        default int features() {
            return members().get(0).features();
        }

        @Override
        default Need[] needs() {
            return Need.merged(members());
        }
    }

    /** Stands behind steps, and reads what they read. */
    non-sealed interface Stepped extends Estimator {
        Transformer steps();

        @Override
        default int features() {
            return needs().length;
        }

        @Override
        default Need[] needs() {
            return steps().needs();
        }
    }

    /** Answers with one of some labels. */
    non-sealed interface Classifier extends Estimator {
        /** The labels, in the order of scikit-learn's {@code classes_}. */
        Labels labels();

        /**
         * The index of each row's label.
         *
         * @throws PredictionException if a row cannot be scored
         */
        int[] predict(Batch rows);

        /** Rows x labels; null if it gives none. */
        default double @Nullable [] probabilities(Batch rows) {
            return null;
        }

        /** Rows x 1 for two labels, else rows x labels; null if it gives none. */
        default double @Nullable [] decision(Batch rows) {
            return null;
        }

        default int size() {
            return labels().names().size();
        }
    }

    /** Answers with several labels a row. */
    non-sealed interface MultiClassifier extends Estimator {
        /** The labels of each output. */
        List<Labels> several();

        /** The index of each label: rows x outputs. */
        int[] predict(Batch rows);
    }

    /** Answers with numbers. */
    non-sealed interface Regressor extends Estimator {
        /** Numbers a row. */
        int outputs();

        /** Whether a single number is a list of one. */
        default boolean nested() {
            return outputs() > 1;
        }

        /** Rows x outputs. */
        double[] predict(Batch rows);
    }
}
