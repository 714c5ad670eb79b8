package org.tandemml.serving.engine.lightgbm;

import java.util.Set;
import java.util.stream.Collectors;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.EstimatorLibrary;
import org.tandemml.serving.engine.pickle.LibraryEstimator;
import org.tandemml.serving.engine.pickle.PyObject;

/** LightGBM's estimators inside scikit-learn's. */
public final class LightgbmLibrary implements EstimatorLibrary {

    /** An attribute as old as {@code decision_function}; nothing else tells the version. */
    private static final String SINCE_4_7 = "_fitted_with_feature_names";

    @Override
    public Set<String> estimators() {
        return PickledModel.CLASSES.stream()
                .filter(name -> !name.equals(PickledModel.BOOSTER))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> parts() {
        return Set.of(PickledModel.BOOSTER);
    }

    @Override
    public LibraryEstimator open(PyObject estimator) throws ModelLoadException {
        return LightgbmModel.of(PickledModel.of(estimator)).estimator(estimator.has(SINCE_4_7));
    }
}
