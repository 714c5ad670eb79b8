package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pickle.LibraryEstimator;
import org.tandemml.serving.engine.predict.Labels;

/** An estimator of another library. */
final class Foreign {
    private Foreign() {}

    static Estimator of(LibraryEstimator estimator) {
        Labels labels = estimator.labels();
        return labels == null ? new Values(estimator) : new Named(estimator, labels);
    }

    private static double[] answers(LibraryEstimator estimator, Batch rows) {
        return estimator.answers().of(rows.matrix(), rows.rows());
    }

    private record Named(LibraryEstimator estimator, Labels labels)
            implements Estimator.Classifier {
        @Override
        public int features() {
            return estimator.features();
        }

        @Override
        public int[] predict(Batch rows) {
            return Maths.argMax(probabilities(rows), size());
        }

        @Override
        public double[] probabilities(Batch rows) {
            return answers(estimator, rows);
        }

        @Override
        public double @Nullable [] decision(Batch rows) {
            LibraryEstimator.Answers decision = estimator.decision();
            return decision == null ? null : decision.of(rows.matrix(), rows.rows());
        }
    }

    private record Values(LibraryEstimator estimator) implements Estimator.Regressor {
        @Override
        public int features() {
            return estimator.features();
        }

        @Override
        public int outputs() {
            return estimator.outputs();
        }

        @Override
        public double[] predict(Batch rows) {
            return answers(estimator, rows);
        }
    }
}
