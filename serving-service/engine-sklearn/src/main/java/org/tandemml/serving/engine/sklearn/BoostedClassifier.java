package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.predict.Labels;

/**
 * Raw scores added up by trees: GradientBoosting and HistGradientBoosting.
 *
 * @param raw the scores: one for two labels, else one for each label
 * @param scale what the raw score of two labels is multiplied by for the probability
 * @param atZero the label of two where the raw score is 0
 */
record BoostedClassifier(Labels labels, Scores raw, double scale, int atZero)
        implements Estimator.Classifier {

    /** Makes raw scores, row-major. */
    interface Scores {
        int features();

        /** What it reads of each of them. */
        default Need[] needs() {
            return Need.numbers(features());
        }

        int outputs();

        double[] of(Batch rows);
    }

    @Override
    public int features() {
        return raw.features();
    }

    @Override
    public Need[] needs() {
        return raw.needs();
    }

    @Override
    public double[] decision(Batch rows) {
        return raw.of(rows);
    }

    @Override
    public int[] predict(Batch rows) {
        double[] scores = raw.of(rows);
        if (size() > 2) {
            return Maths.argMax(scores, size());
        }
        int[] result = Maths.above(scores, 0);
        for (int i = 0; i < result.length; i++) {
            result[i] = scores[i] == 0 ? atZero : result[i];
        }
        return result;
    }

    @Override
    public double[] probabilities(Batch rows) {
        double[] scores = raw.of(rows);
        if (size() > 2) {
            Maths.softmax(scores, size());
            return scores;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Maths.expit(scale * scores[i]);
        }
        return Maths.both(scores);
    }
}
