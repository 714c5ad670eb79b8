package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * Coefficients and intercepts.
 *
 * @param features columns
 * @param coefficients outputs x features
 * @param intercepts outputs
 * @param nested whether the coefficients have two dimensions
 */
record Lines(int features, double[] coefficients, double[] intercepts, boolean nested) {

    static Lines of(PyObject model) throws ModelLoadException {
        PyArray array = model.array("coef_");
        String where = model.where("coef_");
        if (array.rank() != 1 && array.rank() != 2) {
            throw new ModelLoadException("The model's %s is no matrix.".formatted(where));
        }
        double[] coefficients = array.doubles(where);
        int features = array.length(array.rank() - 1);
        int outputs = array.rank() == 1 ? 1 : array.length(0);
        double[] intercepts = new double[outputs];
        if (model.get("intercept_") instanceof PyArray several && several.size() > 1) {
            intercepts = several.doubles(model.where("intercept_"));
        } else {
            java.util.Arrays.fill(intercepts, model.number("intercept_", 0));
        }
        if (intercepts.length != outputs || features == 0 || outputs == 0) {
            throw new ModelLoadException(
                    "The model's %s and intercept_ do not fit together.".formatted(where));
        }
        return new Lines(features, coefficients, intercepts, array.rank() == 2);
    }

    /** The same with another word on whether single answers are lists. */
    Lines nested(boolean nested) {
        return new Lines(features, coefficients, intercepts, nested);
    }

    int outputs() {
        return intercepts.length;
    }
}
