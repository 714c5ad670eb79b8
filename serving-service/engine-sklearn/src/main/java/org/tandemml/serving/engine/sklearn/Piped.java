package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.predict.Labels;

/** An estimator behind steps of its own, inside of another estimator. */
final class Piped {
    private Piped() {}

    static Estimator of(Transformer steps, Estimator estimator) {
        return estimator instanceof Estimator.Classifier classifier
                ? new Named(steps, classifier)
                : new Values(steps, (Estimator.Regressor) estimator);
    }

    record Named(Transformer steps, Estimator.Classifier classifier)
            implements Estimator.Classifier {
        @Override
        public int features() {
            return steps.needs().length;
        }

        @Override
        public Need[] needs() {
            return steps.needs();
        }

        @Override
        public Labels labels() {
            return classifier.labels();
        }

        @Override
        public int[] predict(Batch rows) {
            return classifier.predict(steps.apply(rows));
        }

        @Override
        public double @Nullable [] probabilities(Batch rows) {
            return classifier.probabilities(steps.apply(rows));
        }

        @Override
        public double @Nullable [] decision(Batch rows) {
            return classifier.decision(steps.apply(rows));
        }
    }

    record Values(Transformer steps, Estimator.Regressor regressor) implements Estimator.Regressor {
        @Override
        public int features() {
            return steps.needs().length;
        }

        @Override
        public Need[] needs() {
            return steps.needs();
        }

        @Override
        public int outputs() {
            return regressor.outputs();
        }

        @Override
        public boolean nested() {
            return regressor.nested();
        }

        @Override
        public double[] predict(Batch rows) {
            return regressor.predict(steps.apply(rows));
        }
    }
}
