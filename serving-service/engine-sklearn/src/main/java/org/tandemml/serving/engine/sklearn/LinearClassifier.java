package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/** A line for two labels, one for each label for more. */
record LinearClassifier(
        String name,
        Labels labels,
        int features,
        double[] coefficients,
        double[] intercepts,
        Probabilities kind)
        implements Estimator.Classifier {

    /** How probabilities come from the decision. */
    enum Probabilities {
        NONE,
        /** A logistic function each, then divided by the sum. */
        LOGISTIC,
        SOFTMAX,
        /** SGD's modified Huber: cut to [-1, 1] and moved to [0, 1]. */
        HUBER
    }

    static LinearClassifier of(PyObject model, Labels labels, Probabilities kind)
            throws ModelLoadException {
        Lines lines = Lines.of(model);
        int size = labels.names().size();
        if (lines.outputs() != (size == 2 ? 1 : size) || size < 2) {
            throw new ModelLoadException(
                    "The model's %s has %d rows for %d classes."
                            .formatted(model.where("coef_"), lines.outputs(), size));
        }
        return new LinearClassifier(
                model.simpleType(),
                labels,
                lines.features(),
                lines.coefficients(),
                lines.intercepts(),
                kind);
    }

    @Override
    public double[] decision(Batch rows) {
        double[] decision = Maths.linear(rows.matrix(), features, coefficients, intercepts);
        if (!Maths.finite(decision)) {
            // What is missing or infinite makes a sum that is no number or infinite.
            Checks.requireFinite(rows, name);
        }
        return decision;
    }

    @Override
    public int[] predict(Batch rows) {
        double[] decision = decision(rows);
        return size() == 2 ? Maths.above(decision, 0) : Maths.argMax(decision, size());
    }

    @Override
    public double @Nullable [] probabilities(Batch rows) {
        double[] values = decision(rows);
        int size = size();
        switch (kind) {
            case LOGISTIC -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Maths.expit(values[i]);
                }
            }
            case HUBER -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (Math.max(-1, Math.min(1, values[i])) + 1) / 2;
                }
            }
            case SOFTMAX -> {
                if (size > 2) {
                    Maths.softmax(values, size);
                    return values;
                }
                double[] pairs = new double[2 * values.length];
                for (int i = 0; i < values.length; i++) {
                    pairs[2 * i] = -values[i];
                    pairs[2 * i + 1] = values[i];
                }
                Maths.softmax(pairs, 2);
                return pairs;
            }
            case NONE -> {
                return null;
            }
        }
        if (size == 2) {
            return Maths.both(values);
        }
        Maths.normalise(values, size, kind == Probabilities.HUBER ? 1.0 / size : Double.NaN);
        return values;
    }
}
