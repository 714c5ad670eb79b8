package org.tandemml.serving.engine.sklearn;

import java.util.Objects;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.predict.Predictions;

/** Which of an estimator's answers is given, in the form that MLflow gives it. */
@FunctionalInterface
interface Answering {
    Predictions answer(Batch rows);

    /**
     * Chooses the answer.
     *
     * @param method the name of the method that MLflow would call
     */
    static Answering of(Estimator estimator, String method, Estimators reader)
            throws ModelLoadException {
        if (estimator instanceof Estimator.Regressor regressor && method.equals("predict")) {
            return rows ->
                    new Predictions.Numbers(
                            regressor.predict(rows),
                            rows.rows(),
                            regressor.outputs(),
                            regressor.nested());
        }
        if (estimator instanceof Estimator.MultiClassifier several && method.equals("predict")) {
            return rows ->
                    new Predictions.LabelLists(
                            several.several(), several.predict(rows), rows.rows());
        }
        if (estimator instanceof Estimator.Classifier classifier) {
            switch (method) {
                case "predict" -> {
                    return rows ->
                            new Predictions.BareLabels(
                                    classifier.labels(), classifier.predict(rows));
                }
                case "predict_proba", "predict_log_proba" -> {
                    if (reader.hasProbabilities(classifier)) {
                        return probabilities(classifier, method.equals("predict_log_proba"));
                    }
                }
                case "decision_function" -> {
                    if (reader.decides(classifier)) {
                        return decision(classifier);
                    }
                }
                default -> {
                    // Refused below.
                }
            }
        }
        throw new ModelLoadException(
                "The MLmodel file asks for the model's '%s', which it does not have or which is not served."
                        .formatted(Texts.excerpt(method)));
    }

    private static Answering probabilities(Estimator.Classifier classifier, boolean logarithms) {
        return rows -> {
            double[] values = Objects.requireNonNull(classifier.probabilities(rows));
            for (int i = 0; logarithms && i < values.length; i++) {
                values[i] = Math.log(values[i]);
            }
            return new Predictions.Numbers(values, rows.rows(), classifier.size(), true);
        };
    }

    private static Answering decision(Estimator.Classifier classifier) {
        return rows -> {
            double[] values = Objects.requireNonNull(classifier.decision(rows));
            int width = rows.rows() == 0 ? 1 : values.length / rows.rows();
            return new Predictions.Numbers(values, rows.rows(), width, width > 1);
        };
    }
}
