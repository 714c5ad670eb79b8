package org.tandemml.serving.engine.trees;

/** Finds the leaf that a row reaches in each tree. Immutable. */
interface LeafFinder {

    /**
     * Finds leaves.
     *
     * @param rows row-major numbers, NaN where missing
     * @param from where the row begins
     * @param exits the leaf of each tree, to be set
     * @param bits room for a word a tree
     */
    void find(double[] rows, int from, int[] exits, long[] bits);

    /**
     * Finds the leaves of several rows.
     *
     * @param count how many rows, beginning at the first
     * @param width numbers a row
     * @param exits the leaves, tree by tree: {@code exits[tree * stride + row]}
     * @param stride distance between trees in {@code exits}, at least {@code count}
     */
    void findAll(double[] rows, int count, int width, int[] exits, int stride, long[] bits);
}
