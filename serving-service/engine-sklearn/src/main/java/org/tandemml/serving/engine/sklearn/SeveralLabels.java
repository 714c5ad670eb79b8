package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** Classifiers that answer several labels a row. */
final class SeveralLabels {
    private SeveralLabels() {}

    /** The labels of each output. */
    static List<Labels> labels(PyObject model) throws ModelLoadException {
        List<Labels> labels = new ArrayList<>();
        for (@Nullable Object each : model.list("classes_")) {
            String where = model.where("classes_");
            labels.add(PyValues.labels(PyValues.array(each, where), where));
        }
        return List.copyOf(labels);
    }

    /** MultiOutputClassifier: a classifier for each output. */
    static Estimator sideBySide(PyObject model, Estimators reader) throws ModelLoadException {
        List<Estimator.Classifier> members = new ArrayList<>();
        for (PyObject each : Trees.objects(model, "estimators_")) {
            if (!(reader.read(each) instanceof Estimator.Classifier classifier)) {
                throw new ModelLoadException(
                        "A member of the model's MultiOutputClassifier is no classifier.");
            }
            members.add(classifier);
        }
        Estimators.requireSameColumns(model, members);
        return new SideBySide(List.copyOf(members));
    }

    /**
     * Answers of shares, of which the largest wins.
     *
     * @param shares rows x outputs x most labels
     */
    static int[] largest(double[] shares, int rows, List<Labels> labels) {
        int outputs = labels.size();
        int most = rows == 0 ? 0 : shares.length / rows / outputs;
        int[] best = new int[rows * outputs];
        for (int at = 0; at < best.length; at++) {
            int size = labels.get(at % outputs).names().size();
            for (int i = 1; i < size; i++) {
                if (shares[at * most + i] > shares[at * most + best[at]]) {
                    best[at] = i;
                }
            }
        }
        return best;
    }

    /** The most labels that an output has. */
    static int most(List<Labels> labels) {
        return labels.stream().mapToInt(each -> each.names().size()).max().orElse(0);
    }

    /** A tree or forest: leaves hold the shares of all labels of all outputs. */
    record OfForest(List<Labels> several, Forest forest) implements Estimator.MultiClassifier {
        @Override
        public int features() {
            return forest.features();
        }

        @Override
        public int[] predict(Batch rows) {
            return largest(forest.sums(rows), rows.rows(), several);
        }
    }

    private record SideBySide(List<Estimator.Classifier> members)
            implements Estimator.MultiClassifier, Estimator.Composed {
        @Override
        public List<Labels> several() {
            return members.stream().map(Estimator.Classifier::labels).toList();
        }

        @Override
        public int[] predict(Batch rows) {
            int[] all = new int[rows.rows() * members.size()];
            for (int i = 0; i < members.size(); i++) {
                int[] one = members.get(i).predict(rows);
                for (int row = 0; row < one.length; row++) {
                    all[row * members.size() + i] = one[row];
                }
            }
            return all;
        }
    }
}
