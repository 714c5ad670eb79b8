package org.tandemml.serving.engine.tribuo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.tribuo.ForestKernel.Combination;

/** The ways in which Tribuo combines leaves, each in Tribuo's order of additions. */
final class Combinations {
    private Combinations() {}

    /**
     * What the leaves of a classification tree say.
     *
     * @param label by leaf, the index of the label; -1 if it is none of the model's
     * @param labels by leaf, the labels of its distribution in Tribuo's order
     * @param scores by leaf, the scores of these labels
     */
    record Votes(int[] label, int[][] labels, double[][] scores) {}

    /**
     * What the leaves of a regression tree say.
     *
     * @param output the first output they speak of
     * @param values leaves x width
     * @param width for how many outputs in a row
     */
    record Means(int output, double[] values, int width) {}

    /** One tree: the distribution of its leaf. */
    static Combination leafOf(Votes tree) {
        return (leaves, row, scores, to) -> {
            int leaf = leaves.leaf(0, row);
            int[] labels = tree.labels()[leaf];
            double[] values = tree.scores()[leaf];
            if (labels.length == 0) {
                // The row has no scores.
                scores[to] = Double.NaN;
            }
            for (int i = 0; i < labels.length; i++) {
                scores[to + labels[i]] = values[i];
            }
            return tree.label()[leaf];
        };
    }

    /** Each tree votes for its label with its weight; the scores are shares of the weights. */
    static Combination votes(List<Votes> trees, double[] weights, int labels) {
        int[][] labelOfLeaf = trees.stream().map(Votes::label).toArray(int[][]::new);
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double sum = total;
        return (leaves, row, scores, to) -> {
            for (int tree = 0; tree < labelOfLeaf.length; tree++) {
                scores[to + labelOfLeaf[tree][leaves.leaf(tree, row)]] += weights[tree];
            }
            return shares(scores, to, labels, sum);
        };
    }

    /** The weighted mean of the trees' distributions. */
    static Combination distributions(List<Votes> trees, double[] weights, int labels) {
        Votes[] all = trees.toArray(Votes[]::new);
        return (leaves, row, scores, to) -> {
            double sum = 0;
            for (int tree = 0; tree < all.length; tree++) {
                int leaf = leaves.leaf(tree, row);
                int[] labelsOfLeaf = all[tree].labels()[leaf];
                double[] scoresOfLeaf = all[tree].scores()[leaf];
                for (int i = 0; i < labelsOfLeaf.length; i++) {
                    double score = weights[tree] * scoresOfLeaf[i];
                    sum += score;
                    scores[to + labelsOfLeaf[i]] += score;
                }
            }
            return shares(scores, to, labels, sum);
        };
    }

    private static int shares(double[] scores, int to, int labels, double sum) {
        for (int label = 0; label < labels; label++) {
            scores[to + label] /= sum;
        }
        return Kernel.winner(scores, to, labels);
    }

    /** A tree for all outputs, or one for each. */
    static Combination leavesOf(List<Means> trees) {
        Means[] all = trees.toArray(Means[]::new);
        return (leaves, row, scores, to) -> {
            for (int tree = 0; tree < all.length; tree++) {
                Means means = all[tree];
                int from = leaves.leaf(tree, row) * means.width();
                for (int i = 0; i < means.width(); i++) {
                    scores[to + means.output() + i] = means.values()[from + i];
                }
            }
            return 0;
        };
    }

    /**
     * The running mean of members, each of one tree or several.
     *
     * @param trees the trees of all members
     * @param shares by tree: the weight of its member by the sum of the weights up to it
     */
    static Combination means(List<Means> trees, double[] shares) {
        Means[] all = trees.toArray(Means[]::new);
        return (leaves, row, scores, to) -> {
            for (int tree = 0; tree < all.length; tree++) {
                Means means = all[tree];
                int from = leaves.leaf(tree, row) * means.width();
                for (int i = 0; i < means.width(); i++) {
                    int at = to + means.output() + i;
                    scores[at] += shares[tree] * (means.values()[from + i] - scores[at]);
                }
            }
            return 0;
        };
    }

    /** Whether every leaf's label is one that the model knows. */
    static boolean complete(@Nullable List<Votes> trees) {
        if (trees == null) {
            return false;
        }
        for (Votes tree : trees) {
            for (int label : tree.label()) {
                if (label < 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
