package org.tandemml.serving.engine.sklearn;

/** The mean of what trees say, a number for each output. */
record ForestRegressor(Forest forest, int trees) implements Estimator.Regressor {

    @Override
    public int features() {
        return forest.features();
    }

    @Override
    public int outputs() {
        return forest.outputs();
    }

    @Override
    public double[] predict(Batch rows) {
        double[] sums = forest.sums(rows);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= trees;
        }
        return sums;
    }
}
