package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.predict.Labels;

/** The mean of what trees say: a decision tree, a random forest, extra trees. */
record ForestClassifier(Labels labels, Forest forest, int trees) implements Estimator.Classifier {

    @Override
    public int features() {
        return forest.features();
    }

    @Override
    public double[] probabilities(Batch rows) {
        double[] sums = forest.sums(rows);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= trees;
        }
        return sums;
    }

    @Override
    public int[] predict(Batch rows) {
        return Maths.argMax(probabilities(rows), size());
    }
}
