package org.tandemml.demo;

import java.util.Map;

/** The same kind of model, fitted by the demo itself and written as PMML. */
final class PmmlTraining {
    private static final double RIDGE = 1.0;
    private static final int STEPS = 8;

    private PmmlTraining() {}

    static TrainedModel train(Dataset.Split split) {
        LogisticRegression model = LogisticRegression.fit(split.train(), RIDGE, STEPS);
        double[] probabilities = new double[split.test().rows()];
        for (int row = 0; row < probabilities.length; row++) {
            probabilities[row] = model.probability(split.test().values()[row]);
        }
        return new TrainedModel(
                "pmml",
                Map.entry("pmml_version", PmmlWriter.VERSION),
                "model.pmml",
                PmmlWriter.write(model, split.train().features()),
                Map.of(
                        "trainer", "Newton's method",
                        "objective", "log loss with a ridge",
                        "ridge", Double.toString(RIDGE),
                        "steps", Integer.toString(STEPS),
                        "transformation", "standardised, folded into the coefficients"),
                model.lossBySteps(),
                probabilities);
    }
}
