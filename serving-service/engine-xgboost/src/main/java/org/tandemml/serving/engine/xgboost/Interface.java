package org.tandemml.serving.engine.xgboost;

import org.jspecify.annotations.Nullable;

/** The Python class whose {@code predict} MLflow calls. */
enum Interface {
    /** {@code Booster}: all trees. */
    BOOSTER,
    /** scikit-learn's interface: the trees up to the best iteration. */
    REGRESSOR,
    /** The same, and labels for probabilities. */
    CLASSIFIER;

    static Interface of(@Nullable Object modelClass) {
        String name = modelClass instanceof String text ? text : "Booster";
        if (name.endsWith("Booster")) {
            return BOOSTER;
        }
        return name.endsWith("Classifier") ? CLASSIFIER : REGRESSOR;
    }
}
