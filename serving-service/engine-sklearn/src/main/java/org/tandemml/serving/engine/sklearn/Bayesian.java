package org.tandemml.serving.engine.sklearn;

/** Names the label whose joint likelihood with a row is largest. */
interface Bayesian extends Estimator.Classifier {

    /** Logarithms of the joint likelihoods: rows x labels. */
    double[] joint(Batch rows);

    @Override
    default int[] predict(Batch rows) {
        return Maths.argMax(joint(rows), size());
    }

    @Override
    default double[] probabilities(Batch rows) {
        double[] joint = joint(rows);
        Maths.expNormalised(joint, size());
        return joint;
    }
}
