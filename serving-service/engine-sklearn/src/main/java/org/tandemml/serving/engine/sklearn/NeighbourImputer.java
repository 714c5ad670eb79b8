package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * KNNImputer: the mean of the nearest rows of the training data that have the value.
 *
 * @param width columns
 * @param training rows x columns, NaN where missing
 * @param neighbours how many rows are taken
 * @param kept the columns of which training had a value
 */
record NeighbourImputer(int width, double[] training, int neighbours, boolean[] kept)
        implements Transformer {

    static NeighbourImputer of(PyObject model, int width) throws ModelLoadException {
        PyArray array = model.array("_fit_X");
        double missing = model.number("missing_values", Double.NaN);
        if (!model.text("weights", "").equals("uniform")
                || !model.text("metric", "").equals("nan_euclidean")
                || missing == missing
                || model.flag("add_indicator")
                || model.flag("keep_empty_features")) {
            throw new ModelLoadException(
                    "The model's %s is served with uniform weights, its own distance and NaN as the missing value only."
                            .formatted(model.simpleType()));
        }
        if (array.rank() != 2 || array.length(1) != width || array.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s is of shape %s; %d columns reach it."
                            .formatted(model.where("_fit_X"), array.shownShape(), width));
        }
        double[] training = array.doubles(model.where("_fit_X"));
        boolean[] kept = new boolean[width];
        for (int at = 0; at < training.length; at++) {
            kept[at % width] |= training[at] == training[at];
        }
        return new NeighbourImputer(
                width, training, Math.max(1, model.integer("n_neighbors")), kept);
    }

    @Override
    public Need[] needs() {
        return Need.numbers(width);
    }

    @Override
    public int width() {
        int count = 0;
        for (boolean each : kept) {
            count += each ? 1 : 0;
        }
        return count;
    }

    @Override
    public Batch apply(Batch in) {
        double[] values = in.matrix();
        double[] filled = values.clone();
        for (int row = 0; row < in.rows(); row++) {
            fill(values, row * width, filled);
        }
        List<Object> columns = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            if (kept[column]) {
                double[] made = new double[in.rows()];
                for (int row = 0; row < made.length; row++) {
                    made[row] = filled[row * width + column];
                }
                columns.add(made);
            }
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }

    private void fill(double[] values, int from, double[] filled) {
        double[] distances = null;
        for (int column = 0; column < width; column++) {
            if (values[from + column] != values[from + column] && kept[column]) {
                distances = distances == null ? distances(values, from) : distances;
                filled[from + column] = mean(distances, column);
            }
        }
    }

    /** Squared, over what both rows have, as if they had all; NaN where they share nothing. */
    private double[] distances(double[] values, int from) {
        double[] distances = new double[training.length / width];
        for (int row = 0; row < distances.length; row++) {
            double sum = 0;
            int shared = 0;
            for (int i = 0; i < width; i++) {
                double difference = values[from + i] - training[row * width + i];
                if (difference == difference) {
                    sum += difference * difference;
                    shared++;
                }
            }
            distances[row] = shared == 0 ? Double.NaN : sum / shared * width;
        }
        return distances;
    }

    /** Of the nearest rows that have this column; of all that have it where none is near. */
    private double mean(double[] distances, int column) {
        Integer[] donors =
                java.util.stream.IntStream.range(0, distances.length)
                        .filter(
                                row ->
                                        training[row * width + column]
                                                == training[row * width + column])
                        .boxed()
                        .toArray(Integer[]::new);
        // NaN sorts last.
        Arrays.sort(donors, Comparator.comparingDouble(row -> distances[row]));
        boolean none = distances[donors[0]] != distances[donors[0]];
        double sum = 0;
        int count = 0;
        for (int row : donors) {
            boolean near = count < neighbours && distances[row] == distances[row];
            if (near || none) {
                sum += training[row * width + column];
                count++;
            }
        }
        return sum / count;
    }
}
