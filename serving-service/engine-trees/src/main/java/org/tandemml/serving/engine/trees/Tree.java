package org.tandemml.serving.engine.trees;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A decision tree in normal form. Splits are numbered from 0, which is the root; leaves are
 * numbered from 0 too. A tree without splits is leaf 0. Immutable; nothing is copied, so the arrays
 * belong to the tree once it is made.
 *
 * <p>A row goes left at a split where
 *
 * <ul>
 *   <li>its value is NaN: if {@code missingLeft};
 *   <li>the split has categories: if the value, cut to a whole number, is one of them; values at or
 *       below -1 never are;
 *   <li>else: if {@code value <= threshold}.
 * </ul>
 */
public final class Tree {
    /** More leaves than this in one tree are refused. */
    public static final int MAX_LEAVES = 1 << 22;

    private final Splits splits;
    private final Leaves leaves;
    private final int output;

    /**
     * The splits, by split.
     *
     * @param feature the column that is compared
     * @param threshold the largest value that goes left; ignored where there are categories
     * @param left where the left branch goes: a split, or {@code ~leaf}
     * @param right the same for the right branch
     * @param missingLeft whether NaN goes left
     * @param categories a bit for each category that goes left; null at numeric splits
     */
    public record Splits(
            int[] feature,
            double[] threshold,
            int[] left,
            int[] right,
            boolean[] missingLeft,
            long @Nullable [][] categories) {

        /** Room for this many splits. */
        public static Splits of(int count) {
            return new Splits(
                    new int[count],
                    new double[count],
                    new int[count],
                    new int[count],
                    new boolean[count],
                    new long[count][]);
        }
    }

    /**
     * What the leaves add.
     *
     * @param values leaves x width
     * @param width numbers a leaf: 1, or as many as the ensemble has outputs
     * @param linear terms that replace the values where all their features are there; null for
     *     constant leaves
     */
    public record Leaves(double[] values, int width, @Nullable Linear linear) {

        /** Leaves that add one number. */
        public static Leaves of(double... values) {
            return new Leaves(values, 1, null);
        }

        int count() {
            return values.length / width;
        }
    }

    /**
     * Linear functions in the leaves: {@code constant + coefficient[0] * x[feature[0]] + ...},
     * added in that order.
     *
     * @param constants by leaf
     * @param features by leaf
     * @param coefficients by leaf
     */
    public record Linear(double[] constants, int[][] features, double[][] coefficients) {}

    /**
     * A tree.
     *
     * @param name what to call it in an error, for example {@code Tree 3}
     * @param columns how many columns rows have
     * @param output the output that the leaves add to; the first one where they add to several
     * @throws ModelLoadException if a branch leads nowhere, two lead to the same place, a place is
     *     never reached, a column does not exist, or a threshold is no number
     */
    public Tree(String name, int columns, Splits splits, Leaves leaves, int output)
            throws ModelLoadException {
        this.splits = splits;
        this.leaves = leaves;
        this.output = output;
        check(name, columns);
    }

    private void check(String name, int columns) throws ModelLoadException {
        int count = splits();
        if (leaves() != count + 1) {
            throw new ModelLoadException(
                    "%s has %d splits and %d leaves; it must have one leaf more than splits."
                            .formatted(name, count, leaves()));
        }
        if (leaves() > MAX_LEAVES) {
            throw new ModelLoadException(
                    "%s has %d leaves, more than the %d that are read."
                            .formatted(name, leaves(), MAX_LEAVES));
        }
        for (int split = 0; split < count; split++) {
            int feature = splits.feature[split];
            if (feature < 0 || feature >= columns) {
                throw new ModelLoadException(
                        "%s, split %d: feature %d does not exist, there are %d."
                                .formatted(name, split, feature, columns));
            }
            if (Double.isNaN(splits.threshold[split])) {
                throw new ModelLoadException(
                        "%s, split %d: the threshold is not a number.".formatted(name, split));
            }
        }
        checkBranches(name);
    }

    /** Walks all branches: each split and each leaf must be reached exactly once. */
    private void checkBranches(String name) throws ModelLoadException {
        int count = splits();
        if (count == 0) {
            return;
        }
        boolean[] splitSeen = new boolean[count];
        boolean[] leafSeen = new boolean[count + 1];
        int[] open = new int[count + 1];
        int depth = 0;
        open[depth++] = 0;
        splitSeen[0] = true;
        int reached = 1;
        while (depth > 0) {
            int split = open[--depth];
            for (int side = 0; side < 2; side++) {
                int child = side == 0 ? splits.left[split] : splits.right[split];
                boolean[] seen = child < 0 ? leafSeen : splitSeen;
                int index = child < 0 ? ~child : child;
                if (index >= seen.length) {
                    throw new ModelLoadException(
                            "%s, split %d: its %s branch leads to %s %d, which does not exist."
                                    .formatted(
                                            name,
                                            split,
                                            side == 0 ? "left" : "right",
                                            child < 0 ? "leaf" : "split",
                                            index));
                }
                if (seen[index]) {
                    throw new ModelLoadException(
                            "%s, split %d: its %s branch leads to %s %d, which is reached twice."
                                    .formatted(
                                            name,
                                            split,
                                            side == 0 ? "left" : "right",
                                            child < 0 ? "leaf" : "split",
                                            index));
                }
                seen[index] = true;
                reached++;
                if (child >= 0) {
                    open[depth++] = child;
                }
            }
        }
        if (reached != 2 * count + 1) {
            throw new ModelLoadException(
                    "%s: %d of its %d splits and leaves are never reached."
                            .formatted(name, 2 * count + 1 - reached, 2 * count + 1));
        }
    }

    /** How many splits. */
    public int splits() {
        return splits.feature.length;
    }

    /** How many leaves. */
    public int leaves() {
        return leaves.count();
    }

    int output() {
        return output;
    }

    Splits split() {
        return splits;
    }

    Leaves leaf() {
        return leaves;
    }

    /** The leaf of a row by the definition above: what the layouts are held against. */
    int walk(double[] rows, int from) {
        if (splits() == 0) {
            return 0;
        }
        int at = 0;
        while (at >= 0) {
            at = goesLeft(at, rows[from + splits.feature[at]]) ? splits.left[at] : splits.right[at];
        }
        return ~at;
    }

    private boolean goesLeft(int split, double value) {
        if (value != value) {
            return splits.missingLeft[split];
        }
        long[] categories = splits.categories[split];
        return categories == null ? value <= splits.threshold[split] : contains(categories, value);
    }

    /** Whether a value, cut to a whole number, is in a set of categories. */
    static boolean contains(long[] categories, double value) {
        if (!(value > -1)) {
            return false;
        }
        int category = (int) value;
        int word = category >>> 6;
        return word < categories.length && (categories[word] >>> category & 1) != 0;
    }
}
