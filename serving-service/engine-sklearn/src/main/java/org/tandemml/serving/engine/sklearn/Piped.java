package org.tandemml.serving.engine.sklearn;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.predict.Labels;

/** An estimator behind steps of its own, inside of another estimator. */
final class Piped {
    private Piped() {}

    static Estimator of(Transformer steps, Estimator estimator) {
        if (estimator instanceof Estimator.Classifier classifier) {
            return new Named(steps, classifier);
        }
        return estimator instanceof Estimator.MultiClassifier several
                ? new Several(steps, several)
                : new Values(steps, (Estimator.Regressor) estimator);
    }

    /** Applies the steps to so many rows at a time that no more than this many cells are made. */
    private static final int CELLS = 1 << 20;

    /** Answers of some rows: an array. */
    @FunctionalInterface
    private interface Answers<A extends @Nullable Object> {
        A of(Batch rows);
    }

    /**
     * Answers all rows, one part of them after the other where steps make many columns.
     *
     * @param length makes the array of all answers
     */
    private static <A extends @Nullable Object> A inParts(
            Transformer steps, Batch rows, IntFunction<A> length, Answers<A> answers) {
        int size = Math.max(1, CELLS / Math.max(1, steps.widest()));
        if (rows.rows() <= size) {
            return answers.of(steps.apply(rows));
        }
        List<A> parts = new ArrayList<>();
        int count = 0;
        for (int from = 0; from < rows.rows(); from += size) {
            Batch some = rows.part(from, Math.min(rows.rows(), from + size));
            try {
                parts.add(answers.of(steps.apply(some)));
            } catch (PredictionException refused) {
                throw ofWhole(refused, from);
            }
            count += Array.getLength(parts.get(parts.size() - 1));
        }
        A all = length.apply(count);
        int to = 0;
        for (A part : parts) {
            int own = Array.getLength(part);
            System.arraycopy(part, 0, all, to, own);
            to += own;
        }
        return all;
    }

    /** Names the row of all rows that a part's refusal is about. */
    private static PredictionException ofWhole(PredictionException refused, int from) {
        String message = String.valueOf(refused.getMessage());
        String counted = "Row " + refused.row() + ":";
        int row = from + refused.row();
        return new PredictionException(
                row,
                message.startsWith(counted)
                        ? "Row " + row + ":" + message.substring(counted.length())
                        : message);
    }

    private record Several(Transformer steps, Estimator.MultiClassifier classifier)
            implements Estimator.MultiClassifier, Estimator.Stepped {
        @Override
        public List<Labels> several() {
            return classifier.several();
        }

        @Override
        public int[] predict(Batch rows) {
            return inParts(steps, rows, int[]::new, classifier::predict);
        }
    }

    record Named(Transformer steps, Estimator.Classifier classifier)
            implements Estimator.Classifier, Estimator.Stepped {
        @Override
        public Labels labels() {
            return classifier.labels();
        }

        @Override
        public int[] predict(Batch rows) {
            return inParts(steps, rows, int[]::new, classifier::predict);
        }

        @Override
        public double @Nullable [] probabilities(Batch rows) {
            return inParts(steps, rows, double[]::new, classifier::probabilities);
        }

        @Override
        public double @Nullable [] decision(Batch rows) {
            return inParts(steps, rows, double[]::new, classifier::decision);
        }
    }

    record Values(Transformer steps, Estimator.Regressor regressor)
            implements Estimator.Regressor, Estimator.Stepped {
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
            return inParts(steps, rows, double[]::new, regressor::predict);
        }
    }
}
