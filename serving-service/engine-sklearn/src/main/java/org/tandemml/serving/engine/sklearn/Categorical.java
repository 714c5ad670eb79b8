package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/**
 * CategoricalNB: each feature is the number of a category.
 *
 * @param logarithms by feature: classes x categories
 * @param prior classes
 */
record Categorical(Labels labels, List<double[]> logarithms, double[] prior) implements Bayesian {

    static Categorical of(PyObject model) throws ModelLoadException {
        Labels labels = Classes.of(model);
        int size = labels.names().size();
        String where = model.where("feature_log_prob_");
        List<double[]> logarithms = new ArrayList<>();
        for (@Nullable Object each : model.list("feature_log_prob_")) {
            PyArray array = PyValues.array(each, where);
            if (array.rank() != 2 || array.length(0) != size || array.size() == 0) {
                throw new ModelLoadException(
                        "The model's %s must have a row for each class.".formatted(where));
            }
            logarithms.add(array.doubles(where));
        }
        double[] prior = model.array("class_log_prior_").doubles(model.where("class_log_prior_"));
        if (prior.length != size) {
            throw new ModelLoadException(
                    "The model's %s must have a number for each class."
                            .formatted(model.where("class_log_prior_")));
        }
        return new Categorical(labels, List.copyOf(logarithms), prior);
    }

    @Override
    public int features() {
        return logarithms.size();
    }

    @Override
    public double[] joint(Batch rows) {
        Checks.requireFinite(rows, "CategoricalNB");
        int size = size();
        double[] joint = new double[rows.rows() * size];
        for (int feature = 0; feature < logarithms.size(); feature++) {
            double[] table = logarithms.get(feature);
            int categories = table.length / size;
            double[] values = rows.numbers(feature);
            for (int row = 0; row < rows.rows(); row++) {
                int category = (int) values[row];
                if (values[row] < 0 || category >= categories) {
                    throw new PredictionException(
                            row,
                            "Row %d: feature %d is %s; CategoricalNB knows the categories 0 to %d."
                                    .formatted(row, feature, values[row], categories - 1));
                }
                for (int label = 0; label < size; label++) {
                    joint[row * size + label] += table[label * categories + category];
                }
            }
        }
        for (int at = 0; at < joint.length; at++) {
            joint[at] += prior[at % size];
        }
        return joint;
    }
}
