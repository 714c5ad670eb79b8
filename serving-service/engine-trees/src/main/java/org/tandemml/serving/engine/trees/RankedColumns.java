package org.tandemml.serving.engine.trees;

import java.util.Arrays;
import java.util.List;

/**
 * The thresholds of each column in ascending order, and where the numbers of a row stand among
 * them. A number is at most a threshold exactly where its rank is at most the threshold's, so that
 * small whole numbers compare as the numbers themselves do. Immutable.
 */
final class RankedColumns {
    /** The rank of a missing value. */
    static final int MISSING = -1;

    /** The columns that are compared at all. */
    private final int[] compared;

    /** Where the thresholds of each column begin; one more at the end. */
    private final int[] first;

    /** Finite; each once. */
    private final double[] thresholds;

    RankedColumns(List<Tree> trees, int columns) {
        int[] begins = new int[columns + 1];
        for (Tree tree : trees) {
            for (int column : tree.split().feature()) {
                begins[column + 1]++;
            }
        }
        Arrays.parallelPrefix(begins, Integer::sum);
        double[] all = new double[begins[columns]];
        int[] next = begins.clone();
        for (Tree tree : trees) {
            Tree.Splits splits = tree.split();
            for (int split = 0; split < tree.splits(); split++) {
                // Both zeros compare as equal.
                all[next[splits.feature()[split]]++] = splits.threshold()[split] + 0.0;
            }
        }
        first = new int[columns + 1];
        int to = 0;
        for (int column = 0; column < columns; column++) {
            Arrays.sort(all, begins[column], begins[column + 1]);
            for (int i = begins[column]; i < begins[column + 1]; i++) {
                if (i == begins[column] || all[i] != all[i - 1]) {
                    all[to++] = all[i];
                }
            }
            first[column + 1] = to;
        }
        thresholds = Arrays.copyOf(all, to);
        compared = columnsWithThresholds();
    }

    private int[] columnsWithThresholds() {
        int[] found = new int[first.length - 1];
        int count = 0;
        for (int column = 0; column < found.length; column++) {
            if (first[column] < first[column + 1]) {
                found[count++] = column;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The most thresholds that a column has. */
    int most() {
        int most = 0;
        for (int column : compared) {
            most = Math.max(most, first[column + 1] - first[column]);
        }
        return most;
    }

    /** The rank of a threshold, counted from 0. */
    int rank(int column, double threshold) {
        return Arrays.binarySearch(thresholds, first[column], first[column + 1], threshold + 0.0)
                - first[column];
    }

    /**
     * Ranks the numbers of a row: how many of its column's thresholds each exceeds.
     *
     * @param rows row-major, NaN where missing
     * @param from where the row begins
     * @param ranks by column, to be set where a column is compared
     * @param to where the row's ranks begin
     * @return whether any of them is missing
     */
    boolean rank(double[] rows, int from, int[] ranks, int to) {
        boolean missing = false;
        for (int column : compared) {
            double value = rows[from + column];
            if (value != value) {
                ranks[to + column] = MISSING;
                missing = true;
            } else {
                ranks[to + column] = exceeded(value, first[column], first[column + 1]);
            }
        }
        return missing;
    }

    /**
     * Without branches, which could not be predicted: the difference to a finite number is negative
     * where the value is larger.
     */
    private int exceeded(double value, int begin, int end) {
        int at = begin;
        int left = end - begin;
        while (left > 0) {
            int half = left + 1 >>> 1;
            double below = thresholds[at + half - 1] - value;
            at += (int) (Double.doubleToRawLongBits(below) >> 63) & half;
            left -= half;
        }
        return at - begin;
    }
}
