package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
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

    /** The estimator, which has one column. */
    static Estimator estimator(PyObject model) throws ModelLoadException {
        Isotonic curve = of(model);
        String outside = model.text("out_of_bounds");
        if (!outside.equals("clip") && !outside.equals("nan") && !outside.equals("raise")) {
            throw new ModelLoadException(
                    "The model's %s is none.".formatted(model.where("out_of_bounds")));
        }
        return new Curve(curve, outside);
    }

    /**
     * A regressor of one column.
     *
     * @param outside what becomes of rows outside of the points
     */
    private record Curve(Isotonic curve, String outside) implements Estimator.Regressor {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double[] predict(Batch rows) {
            Checks.requireFinite(rows, "IsotonicRegression");
            double[] places = rows.numbers(0);
            double[] heights = new double[rows.rows()];
            double first = curve.x()[0];
            double last = curve.x()[curve.x().length - 1];
            for (int row = 0; row < heights.length; row++) {
                boolean inside = places[row] >= first && places[row] <= last;
                if (!inside && outside.equals("raise")) {
                    throw new PredictionException(
                            row,
                            "Row %d: feature 0 is %s; the model's IsotonicRegression knows %s to %s."
                                    .formatted(row, places[row], first, last));
                }
                heights[row] =
                        inside || outside.equals("clip") ? curve.at(places[row]) : Double.NaN;
            }
            return heights;
        }
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
