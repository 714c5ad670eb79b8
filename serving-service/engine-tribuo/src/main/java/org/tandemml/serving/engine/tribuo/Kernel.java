package org.tandemml.serving.engine.tribuo;

/**
 * A model's arithmetic over plain arrays, in the very order in which Tribuo does it, so that the
 * answers are the same to the bit. Immutable.
 */
interface Kernel {

    /** What to call it where a model's state is shown. */
    String name();

    /** How many numbers it answers for a row. */
    int width();

    /**
     * Scores a row.
     *
     * @param row a value for each feature id; NaN where the feature is absent. May be written to:
     *     the caller fills all bound features again for the next row
     * @param scores {@link #width()} numbers to be set
     * @return the index of the answer among the labels; -1 if no label wins; 0 for regressions
     */
    int score(double[] row, double[] scores);

    /** The first index of the largest score, as Tribuo picks it; -1 if all are NaN. */
    static int winner(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        int winner = -1;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > largest) {
                largest = scores[i];
                winner = i;
            }
        }
        return winner;
    }
}
