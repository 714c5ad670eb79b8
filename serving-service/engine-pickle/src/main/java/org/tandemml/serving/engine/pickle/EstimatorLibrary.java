package org.tandemml.serving.engine.pickle;

import java.util.Set;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A library whose estimators stand inside scikit-learn's: as the last step of a pipeline, in a
 * search, as members of an ensemble. Implementations are found by {@link java.util.ServiceLoader},
 * have a public constructor without parameters, keep no state and are safe for use by several
 * threads.
 */
public interface EstimatorLibrary {

    /** The full names of its estimators' classes. */
    Set<String> estimators();

    /** The full names of the other classes whose objects these estimators keep. */
    Set<String> parts();

    /**
     * Reads an estimator.
     *
     * @param estimator an object of one of the {@link #estimators}
     * @throws ModelLoadException if it cannot be used, saying why in words for its owner
     */
    LibraryEstimator open(PyObject estimator) throws ModelLoadException;
}
