package org.tandemml.serving.engine.sklearn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * OneVsRestClassifier and OneVsOneClassifier: a classifier of 0 and 1 for each label, or for each
 * pair of labels.
 *
 * @param decides whether their decisions count; else the probabilities of 1
 * @param probable whether they give probabilities
 * @param pairs whether there is one for each pair of labels
 */
record ByLabel(
        Labels labels,
        List<Estimator.Classifier> members,
        boolean decides,
        boolean probable,
        boolean pairs)
        implements Estimator.Classifier, Estimator.Composed {

    static ByLabel of(PyObject model, Estimators reader) throws ModelLoadException {
        boolean pairs = model.simpleType().equals("OneVsOneClassifier");
        PyObject named = pairs ? model : model.object("label_binarizer_");
        Labels labels = Classes.of(named);
        if (!pairs && named.text("y_type_", "multiclass").startsWith("multilabel")) {
            throw new ModelLoadException(
                    "The model's %s answers with several labels, which is not served."
                            .formatted(model.simpleType()));
        }
        if (pairs && model.has("pairwise_indices_")) {
            throw new ModelLoadException(
                    "The model's %s are not served.".formatted(model.where("pairwise_indices_")));
        }
        List<Estimator.Classifier> members =
                reader.classifiers(model, "estimators_", Classes.numbered(2));
        int size = labels.names().size();
        int wanted = pairs ? size * (size - 1) / 2 : size == 2 ? 1 : size;
        if (members.size() != wanted) {
            throw new ModelLoadException(
                    "The model's %s has %d members for %d classes; it needs %d."
                            .formatted(model.simpleType(), members.size(), size, wanted));
        }
        boolean decides = members.stream().allMatch(reader::decides);
        boolean probable = members.stream().allMatch(reader::hasProbabilities);
        if (!decides && !probable) {
            throw new ModelLoadException(
                    "A member of the model's %s gives no scores.".formatted(model.simpleType()));
        }
        return new ByLabel(labels, members, decides, probable && !pairs, pairs);
    }

    /** How sure a member is of 1. */
    private double[] scores(int member, Batch rows) {
        return decides
                ? Objects.requireNonNull(members.get(member).decision(rows))
                : ofOne(member, rows);
    }

    private double[] ofOne(int member, Batch rows) {
        double[] both = Objects.requireNonNull(members.get(member).probabilities(rows));
        double[] one = new double[rows.rows()];
        for (int row = 0; row < one.length; row++) {
            one[row] = both[2 * row + 1];
        }
        return one;
    }

    /** Rows x members. */
    private double[] table(Batch rows, boolean probabilities) {
        double[] table = new double[rows.rows() * members.size()];
        for (int i = 0; i < members.size(); i++) {
            double[] one = probabilities ? ofOne(i, rows) : scores(i, rows);
            for (int row = 0; row < one.length; row++) {
                table[row * members.size() + i] = one[row];
            }
        }
        return table;
    }

    @Override
    public double @Nullable [] decision(Batch rows) {
        if (!pairs) {
            return decides ? table(rows, false) : null;
        }
        double[] votes = votes(rows);
        if (size() > 2) {
            return votes;
        }
        double[] second = new double[rows.rows()];
        for (int row = 0; row < second.length; row++) {
            second[row] = votes[2 * row + 1];
        }
        return second;
    }

    /** Votes, and the sum of what the pairs say squeezed below half a vote: rows x labels. */
    private double[] votes(Batch rows) {
        int size = size();
        double[] votes = new double[rows.rows() * size];
        double[] sums = new double[votes.length];
        int pair = 0;
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                int[] answers = members.get(pair).predict(rows);
                double[] sure = scores(pair, rows);
                for (int row = 0; row < answers.length; row++) {
                    sums[row * size + i] -= sure[row];
                    sums[row * size + j] += sure[row];
                    votes[row * size + (answers[row] == 0 ? i : j)]++;
                }
                pair++;
            }
        }
        for (int at = 0; at < votes.length; at++) {
            votes[at] += sums[at] / (3 * (Math.abs(sums[at]) + 1));
        }
        return votes;
    }

    @Override
    public int[] predict(Batch rows) {
        if (size() == 2) {
            double[] scores = pairs ? Objects.requireNonNull(decision(rows)) : scores(0, rows);
            return Maths.above(scores, decides ? 0 : 0.5);
        }
        return pairs ? Maths.argMax(votes(rows), size()) : lastLargest(table(rows, false));
    }

    /** Of equal scores the last one counts. */
    private int[] lastLargest(double[] table) {
        int size = size();
        int[] best = new int[table.length / size];
        for (int row = 0; row < best.length; row++) {
            for (int i = 1; i < size; i++) {
                if (table[row * size + i] >= table[row * size + best[row]]) {
                    best[row] = i;
                }
            }
        }
        return best;
    }

    @Override
    public double @Nullable [] probabilities(Batch rows) {
        if (!probable) {
            return null;
        }
        double[] table = table(rows, true);
        if (size() == 2) {
            return Maths.both(table);
        }
        Maths.normalise(table, size(), 0);
        return table;
    }
}
