package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/**
 * QuadraticDiscriminantAnalysis: the logarithm of each class's normal density, and its prior.
 *
 * @param means classes x features
 * @param axes by class: its axes, each divided by the root of its variance, axes x features
 * @param added classes: what is added to each
 */
record Quadratic(Labels labels, int features, double[] means, double[][] axes, double[] added)
        implements Estimator.Classifier {

    static Quadratic of(PyObject model) throws ModelLoadException {
        Labels labels = Classes.of(model);
        int size = labels.names().size();
        PyArray means = model.array("means_");
        List<@Nullable Object> scalings = model.list("scalings_");
        List<@Nullable Object> rotations = model.list("rotations_");
        double[] added = model.array("priors_").doubles(model.where("priors_"));
        if (means.rank() != 2
                || means.length(0) != size
                || scalings.size() != size
                || rotations.size() != size
                || added.length != size) {
            throw new ModelLoadException(
                    "The parts of the model's %s are not for its %d classes."
                            .formatted(model.simpleType(), size));
        }
        int features = means.length(1);
        double[][] axes = new double[size][];
        for (int i = 0; i < size; i++) {
            String where = model.where("rotations_");
            PyArray rotation = PyValues.array(rotations.get(i), where);
            double[] variances =
                    PyValues.array(scalings.get(i), model.where("scalings_"))
                            .doubles(model.where("scalings_"));
            if (rotation.rank() != 2
                    || rotation.length(0) != features
                    || rotation.length(1) != variances.length) {
                throw new ModelLoadException(
                        "The model's %s and scalings_ do not fit together.".formatted(where));
            }
            double[] turned = rotation.doubles(where);
            axes[i] = new double[turned.length];
            double logarithms = 0;
            for (int axis = 0; axis < variances.length; axis++) {
                logarithms += Math.log(variances[axis]);
                for (int feature = 0; feature < features; feature++) {
                    axes[i][axis * features + feature] =
                            turned[feature * variances.length + axis] / Math.sqrt(variances[axis]);
                }
            }
            added[i] = Math.log(added[i]) - 0.5 * logarithms;
        }
        return new Quadratic(labels, features, means.doubles(model.where("means_")), axes, added);
    }

    private double[] densities(Batch rows) {
        Checks.requireFinite(rows, "QuadraticDiscriminantAnalysis");
        double[] matrix = rows.matrix();
        int size = size();
        double[] values = new double[rows.rows() * size];
        double[] moved = new double[features];
        for (int at = 0; at < values.length; at++) {
            int row = at / size;
            int label = at % size;
            for (int i = 0; i < features; i++) {
                moved[i] = matrix[row * features + i] - means[label * features + i];
            }
            double sum = 0;
            for (int from = 0; from < axes[label].length; from += features) {
                double along = Maths.dot(moved, 0, axes[label], from, features);
                sum += along * along;
            }
            values[at] = added[label] - 0.5 * sum;
        }
        return values;
    }

    @Override
    public double[] decision(Batch rows) {
        double[] values = densities(rows);
        return size() == 2 ? Maths.differences(values) : values;
    }

    @Override
    public int[] predict(Batch rows) {
        return Maths.argMax(densities(rows), size());
    }

    @Override
    public double[] probabilities(Batch rows) {
        double[] values = densities(rows);
        Maths.softmax(values, size());
        return values;
    }
}
