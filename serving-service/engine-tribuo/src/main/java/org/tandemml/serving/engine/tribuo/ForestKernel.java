package org.tandemml.serving.engine.tribuo;

import org.tandemml.serving.engine.trees.TreeKernel;

/** One tree or many, and what Tribuo makes of the leaves that a row falls into. */
final class ForestKernel implements Kernel {
    private final TreeKernel trees;
    private final int width;
    private final Combination combination;

    /** Makes the answer of the leaves of all trees, in the order of the trees. Immutable. */
    @FunctionalInterface
    interface Combination {
        /**
         * Combines.
         *
         * @param leaves tells the leaf of each tree
         * @param row which row
         * @param scores to be set
         * @param to where the row's scores begin; they are 0
         * @return the index of the answer among the labels, -1 if there is none; of no meaning for
         *     regressions
         */
        int combine(TreeKernel.Scratch leaves, int row, double[] scores, int to);
    }

    /**
     * @param width how many numbers it answers for a row
     */
    ForestKernel(TreeKernel trees, int width, Combination combination) {
        this.trees = trees;
        this.width = width;
        this.combination = combination;
    }

    @Override
    public String name() {
        return trees.check().kernel();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public double[] trials() {
        return trees.trialRows();
    }

    @Override
    public Pass pass(int rows) {
        TreeKernel.Scratch leaves = trees.newScratch(rows);
        return (values, count, first, scores, winners) -> {
            trees.find(values, count, leaves);
            for (int row = 0; row < count; row++) {
                int to = (first + row) * width;
                winners[first + row] = combination.combine(leaves, row, scores, to);
            }
        };
    }
}
