package org.tandemml.serving.engine.sklearn;

/** Raw scores added up by trees, perhaps with an exponential behind them. */
record BoostedRegressor(BoostedClassifier.Scores raw, boolean exponential)
        implements Estimator.Regressor {

    @Override
    public int features() {
        return raw.features();
    }

    @Override
    public Need[] needs() {
        return raw.needs();
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[] predict(Batch rows) {
        double[] scores = raw.of(rows);
        for (int i = 0; exponential && i < scores.length; i++) {
            scores[i] = Math.exp(scores[i]);
        }
        return scores;
    }
}
