package org.tandemml.serving.engine.trees;

/**
 * Finds the leaf that a row reaches in each tree. A leaf is told by its place, a number of the
 * finder's own. Immutable.
 */
interface LeafFinder {

    /**
     * What a thread writes to in between.
     *
     * @param bits a word a tree
     * @param ranks a number a column and row
     */
    record Room(long[] bits, int[] ranks) {}

    /** Where the places of each tree begin; one more at the end. Not to be written to. */
    int[] firstPlaces();

    /**
     * The leaf at each place, as the tree numbers them; -1 where there is none. Not to be written
     * to.
     */
    int[] leaves();

    /**
     * Room for one thread.
     *
     * @param rows how many rows it will search at once, at most
     */
    Room room(int rows);

    /**
     * Finds leaves.
     *
     * @param rows row-major numbers, NaN where missing
     * @param from where the row begins
     * @param exits the place of each tree's leaf, to be set
     */
    void find(double[] rows, int from, int[] exits, Room room);

    /**
     * Finds the leaves of several rows.
     *
     * @param count how many rows, beginning at the first
     * @param width numbers a row
     * @param exits the places, tree by tree: {@code exits[tree * stride + row]}
     * @param stride distance between trees in {@code exits}, at least {@code count}
     */
    void findAll(double[] rows, int count, int width, int[] exits, int stride, Room room);
}
