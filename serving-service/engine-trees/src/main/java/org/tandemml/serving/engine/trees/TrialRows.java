package org.tandemml.serving.engine.trees;

import java.util.Arrays;
import java.util.Random;

/**
 * Rows made of an ensemble's own thresholds, always the same ones.
 *
 * @param rows row-major
 * @param count how many
 */
record TrialRows(double[] rows, int count) {
    private static final int ODD_ROWS = 32;
    private static final int USUAL_ROWS = 8 * TreeKernel.BLOCK;
    private static final int SAMPLES = 64;
    private static final double[] EXTREMES = {
        0, -0.0, 1e300, -1e300, Double.MIN_VALUE, 1e-35, Float.MAX_VALUE, -1, 0.5, 1 << 24
    };

    /** Rows to hold layouts against trees: on thresholds, beside them, missing, and extremes. */
    static TrialRows odd(Ensemble ensemble) {
        return of(ensemble, ODD_ROWS, 8);
    }

    /** Rows like those that the trees were grown for, to measure with. */
    static TrialRows usual(Ensemble ensemble) {
        return of(ensemble, USUAL_ROWS, Integer.MAX_VALUE);
    }

    /** How many rows {@link #block} gives. */
    int blockSize() {
        return Math.min(TreeKernel.BLOCK, count);
    }

    /** Some of the rows; others with the next number, as far as there are any. */
    double[] block(int number) {
        int size = blockSize();
        int columns = rows.length / count;
        int from = number % (count / size) * size * columns;
        return Arrays.copyOfRange(rows, from, from + size * columns);
    }

    private static TrialRows of(Ensemble ensemble, int most, int oneOddIn) {
        int columns = ensemble.columns();
        // Wide rows would cost more than they tell.
        int count = Math.max(2, Math.min(most, 4_000_000 / Math.max(1, columns)));
        double[][] samples = new double[columns][];
        int[] seen = new int[columns];
        Random random = new Random(20_260_101);
        for (Tree tree : ensemble.trees()) {
            sample(tree.split(), samples, seen, random);
        }
        double[] rows = new double[columns * count];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < columns; column++) {
                double[] known = samples[column];
                rows[row * columns + column] =
                        known == null || random.nextInt(oneOddIn) == 0
                                ? odd(random)
                                : beside(
                                        known[random.nextInt(Math.min(seen[column], SAMPLES))],
                                        random);
            }
        }
        return new TrialRows(rows, count);
    }

    /** Keeps up to {@value #SAMPLES} thresholds of each column, each as likely as the others. */
    private static void sample(Tree.Splits splits, double[][] samples, int[] seen, Random random) {
        for (int split = 0; split < splits.feature().length; split++) {
            int column = splits.feature()[split];
            if (samples[column] == null) {
                samples[column] = new double[SAMPLES];
            }
            int at = seen[column]++;
            int slot = at < SAMPLES ? at : random.nextInt(at + 1);
            if (slot < SAMPLES) {
                long[] set = splits.categories()[split];
                samples[column][slot] =
                        set == null
                                ? splits.threshold()[split]
                                : random.nextInt(Math.max(1, set.length * 64));
            }
        }
    }

    private static double odd(Random random) {
        return random.nextBoolean() ? Double.NaN : EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private static double beside(double threshold, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Math.nextUp(threshold);
            case 1 -> Math.nextDown(threshold);
            default -> threshold;
        };
    }
}
