package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * QuantileTransformer: where a value lies among the training data, as a number between 0 and 1 or
 * as a normal deviate.
 *
 * @param quantiles by input, ascending
 * @param references the shares of the training data below them
 * @param normal whether shares become normal deviates
 */
record Quantiles(double[][] quantiles, double[] references, boolean normal) implements Transformer {
    /** scikit-learn's {@code BOUNDS_THRESHOLD}. */
    private static final double EDGE = 1e-7;

    private static final double LEAST = Normal.quantile(EDGE - Math.ulp(1.0));
    private static final double LARGEST = Normal.quantile(1 - (EDGE - Math.ulp(1.0)));

    static Quantiles of(PyObject model, int width) throws ModelLoadException {
        PyArray array = model.array("quantiles_");
        double[] references = model.array("references_").doubles(model.where("references_"));
        if (array.rank() != 2
                || array.length(1) != width
                || array.length(0) != references.length
                || references.length == 0) {
            throw new ModelLoadException(
                    "The model's %s are of shape %s; it must be [%d, %d]."
                            .formatted(
                                    model.where("quantiles_"),
                                    array.shownShape(),
                                    references.length,
                                    width));
        }
        double[] values = array.doubles(model.where("quantiles_"));
        double[][] quantiles = new double[width][references.length];
        for (int at = 0; at < values.length; at++) {
            quantiles[at % width][at / width] = values[at];
        }
        return new Quantiles(
                quantiles, references, model.text("output_distribution").equals("normal"));
    }

    @Override
    public Need[] needs() {
        return Need.numbers(quantiles.length);
    }

    @Override
    public int width() {
        return quantiles.length;
    }

    @Override
    public Batch apply(Batch in) {
        double[][] columns = new double[quantiles.length][in.rows()];
        boolean binary32 = in.isBinary32();
        for (int i = 0; i < columns.length; i++) {
            double[] values = in.numbers(i);
            for (int row = 0; row < values.length; row++) {
                double share = share(values[row], quantiles[i], binary32);
                columns[i][row] = normal ? deviate(binary32 ? (float) share : share) : share;
            }
        }
        return new Batch(in.rows(), java.util.Arrays.<Object>asList((Object[]) columns))
                .inFormatOf(in);
    }

    private double share(double x, double[] known, boolean binary32) {
        if (x != x) {
            return x;
        }
        double last = known[known.length - 1];
        boolean low = x == known[0];
        boolean high = x == last;
        if (normal) {
            low = (binary32 ? (float) x - (float) EDGE : x - EDGE) < known[0];
            high = (binary32 ? (float) x + (float) EDGE : x + EDGE) > last;
        }
        // Where quantiles are equal, the mean of the first and the last of them counts.
        return low ? 0 : high ? 1 : 0.5 * (from(x, known) + to(x, known));
    }

    private static double deviate(double share) {
        if (share != share) {
            return share;
        }
        double deviate =
                share <= 0
                        ? Double.NEGATIVE_INFINITY
                        : share >= 1 ? Double.POSITIVE_INFINITY : Normal.quantile(share);
        return Math.max(LEAST, Math.min(LARGEST, deviate));
    }

    /** Interpolated behind the last quantile that is not above the value. */
    private double from(double x, double[] known) {
        int last = known.length - 1;
        if (x < known[0]) {
            return references[0];
        }
        if (x >= known[last]) {
            return references[last];
        }
        int at = 0;
        int end = last;
        while (end - at > 1) {
            int middle = (at + end) >>> 1;
            if (known[middle] <= x) {
                at = middle;
            } else {
                end = middle;
            }
        }
        double slope = (references[at + 1] - references[at]) / (known[at + 1] - known[at]);
        return slope * (x - known[at]) + references[at];
    }

    /** Interpolated before the first quantile that is not below the value. */
    private double to(double x, double[] known) {
        int last = known.length - 1;
        if (x > known[last]) {
            return references[last];
        }
        if (x <= known[0]) {
            return references[0];
        }
        int at = last;
        int end = 0;
        while (at - end > 1) {
            int middle = (at + end) >>> 1;
            if (known[middle] >= x) {
                at = middle;
            } else {
                end = middle;
            }
        }
        double slope = (references[at] - references[at - 1]) / (known[at] - known[at - 1]);
        return slope * (x - known[at]) + references[at];
    }
}
