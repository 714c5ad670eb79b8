package org.tandemml.demo;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How good probabilities of being malignant are.
 *
 * @param accuracy the share of rows on the right side of one half
 * @param auc the area under the receiver operating characteristic
 * @param logLoss the mean negative log likelihood
 */
record Evaluation(double accuracy, double auc, double logLoss) {
    private static final double SMALLEST = 1e-15;

    static Evaluation of(boolean[] malignant, double[] probabilities) {
        int right = 0;
        double loss = 0;
        for (int row = 0; row < malignant.length; row++) {
            right += probabilities[row] >= 0.5 == malignant[row] ? 1 : 0;
            double given = malignant[row] ? probabilities[row] : 1 - probabilities[row];
            loss -= Math.log(Math.max(SMALLEST, given));
        }
        return new Evaluation(
                (double) right / malignant.length,
                auc(malignant, probabilities),
                loss / malignant.length);
    }

    /** By ranks (Mann-Whitney); rows with the same probability share the mean of their ranks. */
    private static double auc(boolean[] malignant, double[] probabilities) {
        int[] order =
                IntStream.range(0, malignant.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(row -> probabilities[row]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double rankSum = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && probabilities[order[to]] == probabilities[order[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                if (malignant[order[i]]) {
                    rankSum += rank;
                    positives++;
                }
            }
            from = to;
        }
        long negatives = order.length - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
