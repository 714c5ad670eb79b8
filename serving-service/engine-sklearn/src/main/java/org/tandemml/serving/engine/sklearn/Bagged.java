package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/**
 * BaggingClassifier: the mean of its members' probabilities, or their votes where they give none.
 *
 * @param places the label of each of a member's labels, by member
 * @param votes whether members vote
 */
record Bagged(Labels labels, List<Estimator.Classifier> members, int[][] places, boolean votes)
        implements Estimator.Classifier, Estimator.Composed {

    /** The classifier or regressor. */
    static Estimator of(PyObject model, Estimators reader) throws ModelLoadException {
        int features = model.integer("n_features_in_");
        List<PyObject> objects = Trees.objects(model, "estimators_");
        List<@Nullable Object> columns = model.list("estimators_features_");
        if (objects.isEmpty() || columns.size() != objects.size()) {
            throw new ModelLoadException(
                    "The model's %s do not fit its members."
                            .formatted(model.where("estimators_features_")));
        }
        List<Estimator> members = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            int[] own =
                    PyValues.array(columns.get(i), model.where("estimators_features_"))
                            .ints(model.where("estimators_features_"));
            members.add(member(model, reader.read(objects.get(i)), own, features));
        }
        Estimators.requireSameColumns(model, members);
        if (model.simpleType().equals("BaggingRegressor")) {
            double[] weights = new double[members.size()];
            java.util.Arrays.fill(weights, 1);
            return MeanRegressor.of(model, Estimators.regressors(model, members), weights);
        }
        return of(model, members, reader);
    }

    private static Bagged of(PyObject model, List<Estimator> members, Estimators reader)
            throws ModelLoadException {
        Labels labels = Classes.of(model);
        List<String> numbers = Classes.numbered(labels.names().size()).names();
        List<Estimator.Classifier> classifiers = new ArrayList<>();
        int[][] places = new int[members.size()][];
        boolean votes = false;
        for (int i = 0; i < places.length; i++) {
            if (!(members.get(i) instanceof Estimator.Classifier classifier)
                    || !numbers.containsAll(classifier.labels().names())) {
                throw new ModelLoadException(
                        "A member of the model's BaggingClassifier does not answer with the model's classes.");
            }
            places[i] = classifier.labels().names().stream().mapToInt(Integer::parseInt).toArray();
            classifiers.add(classifier);
            votes |= !reader.hasProbabilities(classifier);
        }
        return new Bagged(labels, List.copyOf(classifiers), places, votes);
    }

    /** A member that takes some of the columns, perhaps in another order. */
    private static Estimator member(PyObject model, Estimator member, int[] columns, int features)
            throws ModelLoadException {
        boolean all = columns.length == features;
        for (int i = 0; i < columns.length; i++) {
            all &= columns[i] == i;
            if (columns[i] < 0 || columns[i] >= features) {
                throw new ModelLoadException(
                        "The model's %s name column %d of %d."
                                .formatted(
                                        model.where("estimators_features_"), columns[i], features));
            }
        }
        if (columns.length != member.features()) {
            throw new ModelLoadException(
                    "A member of the model's %s takes %d columns and is given %d."
                            .formatted(model.simpleType(), member.features(), columns.length));
        }
        if (all) {
            return member;
        }
        return Piped.of(Kept.of(features, columns, member.needs()), member);
    }

    @Override
    public double[] probabilities(Batch rows) {
        int size = size();
        double[] sums = new double[rows.rows() * size];
        for (int i = 0; i < members.size(); i++) {
            int[] place = places[i];
            if (votes) {
                int[] answers = members.get(i).predict(rows);
                for (int row = 0; row < answers.length; row++) {
                    sums[row * size + place[answers[row]]] += 1;
                }
                continue;
            }
            double[] each = Objects.requireNonNull(members.get(i).probabilities(rows));
            for (int at = 0; at < each.length; at++) {
                sums[at / place.length * size + place[at % place.length]] += each[at];
            }
        }
        for (int at = 0; at < sums.length; at++) {
            sums[at] /= members.size();
        }
        return sums;
    }

    @Override
    public int[] predict(Batch rows) {
        return Maths.argMax(probabilities(rows), size());
    }
}
