package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * AdaBoost's classifier.
 *
 * @param real SAMME.R, where the members' probabilities count, not their labels
 * @param against what part of a member's weight counts against the labels that it does not name
 */
record Boosting(
        Labels labels,
        List<Estimator.Classifier> members,
        double[] weights,
        boolean real,
        double against)
        implements Estimator.Classifier, Estimator.Composed {

    static Boosting of(PyObject model, Estimators reader, Version version)
            throws ModelLoadException {
        Labels labels = Classes.of(model);
        List<Estimator.Classifier> members = reader.classifiers(model, "estimators_", labels);
        double[] weights =
                model.array("estimator_weights_").doubles(model.where("estimator_weights_"));
        if (weights.length < members.size() || members.isEmpty()) {
            throw new ModelLoadException("The model's AdaBoost has fewer weights than members.");
        }
        boolean old = !version.isAtLeast(new Version(1, 6));
        boolean real = old && model.text("algorithm", "SAMME.R").equals("SAMME.R");
        if (real && !members.stream().allMatch(reader::hasProbabilities)) {
            throw new ModelLoadException(
                    "The model's AdaBoost needs probabilities, which a member does not give.");
        }
        // Before 1.3 a member's weight counted for its label only.
        double against =
                version.isAtLeast(new Version(1, 3)) ? 1.0 / (labels.names().size() - 1) : 0;
        return new Boosting(labels, members, weights, real, against);
    }

    private double[] sums(Batch rows) {
        Checks.requireFinite(rows, "AdaBoostClassifier");
        int size = size();
        double[] sums = new double[rows.rows() * size];
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int i = 0; i < members.size(); i++) {
            if (real) {
                addLogarithms(members.get(i).probabilities(rows), sums);
            } else {
                int[] labels = members.get(i).predict(rows);
                for (int row = 0; row < labels.length; row++) {
                    for (int label = 0; label < size; label++) {
                        sums[row * size + label] +=
                                label == labels[row] ? weights[i] : -against * weights[i];
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= total;
        }
        return sums;
    }

    private void addLogarithms(double @Nullable [] probabilities, double[] sums) {
        if (probabilities == null) {
            throw new IllegalStateException("A member without probabilities was not refused");
        }
        int size = size();
        for (int from = 0; from < sums.length; from += size) {
            double mean = 0;
            for (int i = 0; i < size; i++) {
                probabilities[from + i] =
                        Math.log(Math.max(Math.ulp(1.0), probabilities[from + i]));
                mean += probabilities[from + i];
            }
            for (int i = 0; i < size; i++) {
                sums[from + i] += (size - 1) * (probabilities[from + i] - mean / size);
            }
        }
    }

    @Override
    public double[] decision(Batch rows) {
        double[] sums = sums(rows);
        if (size() > 2) {
            return sums;
        }
        return Maths.differences(sums);
    }

    @Override
    public int[] predict(Batch rows) {
        double[] decision = decision(rows);
        return size() == 2 ? Maths.above(decision, 0) : Maths.argMax(decision, size());
    }

    @Override
    public double[] probabilities(Batch rows) {
        double[] decision = decision(rows);
        int size = size();
        if (size == 2) {
            double[] pairs = new double[2 * decision.length];
            for (int i = 0; i < decision.length; i++) {
                pairs[2 * i] = -decision[i] / 2;
                pairs[2 * i + 1] = decision[i] / 2;
            }
            Maths.softmax(pairs, 2);
            return pairs;
        }
        for (int i = 0; i < decision.length; i++) {
            decision[i] /= size - 1;
        }
        Maths.softmax(decision, size);
        return decision;
    }
}
