package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/**
 * VotingClassifier. Its members know classes by number.
 *
 * @param soft whether probabilities are averaged; else each member has a vote
 */
record Voting(Labels labels, List<Estimator.Classifier> members, double[] weights, boolean soft)
        implements Estimator.Classifier, Estimator.Composed {

    static Voting of(PyObject model, Estimators reader) throws ModelLoadException {
        Labels labels = Classes.of(model);
        List<Estimator.Classifier> members =
                reader.classifiers(model, "estimators_", Classes.numbered(labels.names().size()));
        boolean soft = model.text("voting").equals("soft");
        if (soft && !members.stream().allMatch(reader::hasProbabilities)) {
            throw new ModelLoadException(
                    "The model's VotingClassifier has a member without probabilities.");
        }
        return new Voting(labels, members, weights(model, members.size()), soft);
    }

    static double[] weights(PyObject model, int members) throws ModelLoadException {
        double[] weights = new double[members];
        Arrays.fill(weights, 1);
        if (model.has("weights")) {
            List<@Nullable Object> given = new ArrayList<>(model.list("weights"));
            // Members that were dropped have weights still.
            List<@Nullable Object> all = model.list("estimators");
            for (int i = all.size() - 1; i >= 0 && i < given.size(); i--) {
                List<@Nullable Object> pair = PyValues.list(all.get(i), "estimators");
                if (pair.size() > 1 && "drop".equals(pair.get(1))) {
                    given.remove(i);
                }
            }
            if (given.size() != members) {
                throw new ModelLoadException(
                        "The model's %s do not fit its members.".formatted(model.where("weights")));
            }
            for (int i = 0; i < members; i++) {
                weights[i] = PyValues.number(given.get(i), model.where("weights"));
            }
        }
        return weights;
    }

    @Override
    public int[] predict(Batch rows) {
        if (soft) {
            return Maths.argMax(mean(rows), size());
        }
        double[] votes = new double[rows.rows() * size()];
        for (int i = 0; i < members.size(); i++) {
            int[] labels = members.get(i).predict(rows);
            for (int row = 0; row < labels.length; row++) {
                votes[row * size() + labels[row]] += weights[i];
            }
        }
        return Maths.argMax(votes, size());
    }

    private double[] mean(Batch rows) {
        double[] sums = new double[rows.rows() * size()];
        double total = 0;
        for (int i = 0; i < members.size(); i++) {
            double[] each = Objects.requireNonNull(members.get(i).probabilities(rows));
            total += weights[i];
            for (int at = 0; at < sums.length; at++) {
                sums[at] += each[at] * weights[i];
            }
        }
        for (int at = 0; at < sums.length; at++) {
            sums[at] /= total;
        }
        return sums;
    }

    @Override
    public double @Nullable [] probabilities(Batch rows) {
        return soft ? mean(rows) : null;
    }
}
