package org.tandemml.serving.engine.xgboost;

import java.util.Set;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.EstimatorLibrary;
import org.tandemml.serving.engine.pickle.LibraryEstimator;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** XGBoost's estimators inside scikit-learn's. Their pickles hold a booster's bytes. */
public final class XgboostLibrary implements EstimatorLibrary {
    private static final String BOOSTER = "xgboost.core.Booster";

    @Override
    public Set<String> estimators() {
        return Set.of(
                "xgboost.sklearn.XGBClassifier",
                "xgboost.sklearn.XGBRegressor",
                "xgboost.sklearn.XGBRanker",
                "xgboost.sklearn.XGBRFClassifier",
                "xgboost.sklearn.XGBRFRegressor");
    }

    @Override
    public Set<String> parts() {
        return Set.of(
                BOOSTER,
                "xgboost.callback.EarlyStopping",
                // Until 1.5 its own, then scikit-learn's.
                "xgboost.compat.XGBoostLabelEncoder",
                "sklearn.preprocessing._label.LabelEncoder");
    }

    @Override
    public LibraryEstimator open(PyObject estimator) throws ModelLoadException {
        PyObject booster = estimator.object("_Booster");
        if (!booster.type().equals(BOOSTER)) {
            throw new ModelLoadException(
                    "The model's %s is a %s; it must be a Booster."
                            .formatted(estimator.where("_Booster"), Texts.excerpt(booster.type())));
        }
        Interface made = Interface.of(estimator.simpleType());
        Booster read = BoosterFile.read(booster.bytes("handle"));
        Labels encoded = null;
        if (made == Interface.CLASSIFIER && estimator.has("_le")) {
            PyObject encoder = estimator.object("_le");
            encoded = PyValues.labels(encoder.array("classes_"), encoder.where("classes_"));
        }
        return XgboostModel.of(read, made)
                .estimator(encoded, estimator.number("missing", Double.NaN));
    }
}
