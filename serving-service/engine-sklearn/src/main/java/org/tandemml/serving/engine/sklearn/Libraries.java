package org.tandemml.serving.engine.sklearn;

import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pickle.EstimatorLibrary;

/** The libraries beside scikit-learn whose estimators its models may hold. */
final class Libraries {
    private static final List<EstimatorLibrary> ALL =
            ServiceLoader.load(EstimatorLibrary.class, EstimatorLibrary.class.getClassLoader())
                    .stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Libraries() {}

    /** The full names of all their classes. */
    static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (EstimatorLibrary library : ALL) {
            names.addAll(library.estimators());
            names.addAll(library.parts());
        }
        return names;
    }

    /** The library of a class; null if it is the estimator of none. */
    static @Nullable EstimatorLibrary of(String type) {
        for (EstimatorLibrary library : ALL) {
            if (library.estimators().contains(type)) {
                return library;
            }
        }
        return null;
    }
}
