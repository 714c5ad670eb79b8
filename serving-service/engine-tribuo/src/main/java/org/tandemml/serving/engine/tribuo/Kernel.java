package org.tandemml.serving.engine.tribuo;

/**
 * A model's arithmetic over plain arrays, in the very order in which Tribuo does it, so that the
 * answers are the same to the bit. Immutable; what changes is in a {@link Pass}.
 */
interface Kernel {

    /** What to call it where a model's state is shown. */
    String name();

    /** What it is held against when a model is loaded. */
    default String reference() {
        return "Tribuo";
    }

    /** How many numbers it answers for a row. */
    int width();

    /** Memory for one thread that scores at most so many rows at once. */
    Pass pass(int rows);

    /**
     * Rows on which the kernel could go wrong, beside those that look like the training data.
     *
     * @return row-major, a value for each feature id, NaN where the feature is absent
     */
    double[] trials();

    /** Scores blocks of rows without making garbage. For one thread. */
    @FunctionalInterface
    interface Pass {
        /**
         * Scores rows.
         *
         * @param rows row-major, a value for each feature id; NaN where the feature is absent. May
         *     be written to: the caller fills all rows again for the next block
         * @param count how many rows
         * @param first which row of the table the first of them is
         * @param scores of the whole table, row-major, {@link #width()} numbers a row, to be set
         * @param winners of the whole table, to be set: the index of the answer among the labels;
         *     -1 if no label wins; of no meaning for regressions
         */
        void score(double[] rows, int count, int first, double[] scores, int[] winners);
    }

    /** The first index of the largest score, as Tribuo picks it; -1 if all are NaN. */
    static int winner(double[] scores, int from, int width) {
        double largest = Double.NEGATIVE_INFINITY;
        int winner = -1;
        for (int i = 0; i < width; i++) {
            if (scores[from + i] > largest) {
                largest = scores[from + i];
                winner = i;
            }
        }
        return winner;
    }
}
