package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * IsotonicRegression: straight lines between points, level outside of them.
 *
 * @param x of the points, ascending
 * @param y of the points
 * @param single whether it was trained on binary32 numbers, in which scikit-learn computes then
 */
record Isotonic(double[] x, double[] y, boolean single) {

    static Isotonic of(PyObject model) throws ModelLoadException {
        PyArray points = model.array("X_thresholds_");
        double[] x = points.doubles(model.where("X_thresholds_"));
        double[] y = model.array("y_thresholds_").doubles(model.where("y_thresholds_"));
        if (x.length != y.length || x.length == 0) {
            throw new ModelLoadException("The model's isotonic curve does not fit.");
        }
        return new Isotonic(x, y, points.dtype().isSingle());
    }

    /** The height at a place; of a place that is no number, none. */
    double at(double place) {
        double at = single ? (float) place : place;
        if (x.length == 1 || at != at) {
            return at != at ? at : y[0];
        }
        at = Math.max(x[0], Math.min(x[x.length - 1], at));
        int high = 1;
        while (high < x.length - 1 && x[high] < at) {
            high++;
        }
        if (single) {
            float slope = (float) (y[high] - y[high - 1]) / ((float) x[high] - (float) x[high - 1]);
            return slope * ((float) at - (float) x[high - 1]) + (float) y[high - 1];
        }
        double slope = (y[high] - y[high - 1]) / (x[high] - x[high - 1]);
        return slope * (at - x[high - 1]) + y[high - 1];
    }
}
