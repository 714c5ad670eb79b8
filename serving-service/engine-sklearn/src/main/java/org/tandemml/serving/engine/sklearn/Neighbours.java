package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * The nearest rows of the training data, which are the model.
 *
 * @param power of Minkowski's distance; infinite for the largest difference
 */
record Neighbours(
        String name, int features, double[] rows, int count, boolean byDistance, double power) {

    /** So many neighbours of each row. */
    static Neighbours of(PyObject model, int count) throws ModelLoadException {
        Matrix fit = Matrix.of(model, "_fit_X");
        if (fit.rows() < count || count < 1) {
            throw new ModelLoadException(
                    "The model's %s has fewer rows than neighbours are asked for."
                            .formatted(model.where("_fit_X")));
        }
        String weights =
                !model.has("weights")
                        ? "uniform"
                        : model.get("weights") instanceof String text ? text : "a function";
        if (!weights.equals("uniform") && !weights.equals("distance")) {
            throw new ModelLoadException(
                    "The model's neighbours are weighted by %s, which is not served."
                            .formatted(Texts.excerpt(weights)));
        }
        return new Neighbours(
                model.simpleType(),
                fit.columns(),
                fit.values(),
                count,
                weights.equals("distance"),
                power(model));
    }

    private static double power(PyObject model) throws ModelLoadException {
        String metric = model.get("effective_metric_") instanceof String text ? text : "a function";
        return switch (metric) {
            case "euclidean", "l2" -> 2;
            case "manhattan", "cityblock", "l1" -> 1;
            case "chebyshev", "infinity" -> Double.POSITIVE_INFINITY;
            case "minkowski" -> {
                if (model.get("effective_metric_params_") instanceof java.util.Map<?, ?> map
                        && map.get("w") != null) {
                    throw new ModelLoadException("The model's distance has weights: not served.");
                }
                yield model.number("p", 2);
            }
            default ->
                    throw new ModelLoadException(
                            "The model's distance, %s, is not served."
                                    .formatted(Texts.excerpt(metric)));
        };
    }

    static Estimator estimator(PyObject model) throws ModelLoadException {
        Neighbours neighbours = of(model, model.integer("n_neighbors"));
        PyArray answers = model.array("_y");
        String where = model.where("_y");
        if (answers.length(0) * neighbours.features() != neighbours.rows().length) {
            throw new ModelLoadException("The model's %s does not fit its rows.".formatted(where));
        }
        if (model.simpleType().equals("KNeighborsRegressor")) {
            int outputs = answers.rank() == 2 ? answers.length(1) : 1;
            return new Mean(neighbours, answers.doubles(where), outputs, answers.rank() == 2);
        }
        if (answers.rank() == 2 && model.get("classes_") instanceof List) {
            List<Labels> several = SeveralLabels.labels(model);
            int[] places = answers.ints(where);
            for (int i = 0; i < places.length; i++) {
                if (several.size() != answers.length(1)
                        || places[i] < 0
                        || places[i] >= several.get(i % several.size()).names().size()) {
                    throw new ModelLoadException("The model's %s names no class.".formatted(where));
                }
            }
            return new Votes(several, neighbours, places);
        }
        Labels labels = Classes.of(model);
        int[] classes = answers.ints(where);
        for (int label : classes) {
            if (label < 0 || label >= labels.names().size()) {
                throw new ModelLoadException("The model's %s names no class.".formatted(where));
            }
        }
        if (classes.length * neighbours.features() != neighbours.rows().length) {
            throw new ModelLoadException("The model's %s has several outputs.".formatted(where));
        }
        return new Vote(labels, neighbours, classes);
    }

    /** Takes the neighbours of a row, the nearest first. */
    @FunctionalInterface
    interface Found {
        void take(int row, int[] neighbours, double[] weights);
    }

    private void each(Batch batch, Found found) {
        distances(
                batch,
                (row, nearest, distances) -> {
                    weigh(distances);
                    found.take(row, nearest, distances);
                });
    }

    /** Gives the neighbours of each row with their distances in the place of weights. */
    void distances(Batch batch, Found found) {
        Checks.requireFinite(batch, name);
        double[] matrix = batch.matrix();
        int[] nearest = new int[count];
        double[] distances = new double[count];
        for (int row = 0; row < batch.rows(); row++) {
            find(matrix, row * features, nearest, distances);
            found.take(row, nearest, distances);
        }
    }

    private void find(double[] matrix, int from, int[] nearest, double[] distances) {
        int have = 0;
        for (int i = 0; i < rows.length / features; i++) {
            double distance = reduced(matrix, from, i * features);
            if (have == count && !(distance < distances[count - 1])) {
                continue;
            }
            int at = have < count ? have++ : count - 1;
            while (at > 0 && distances[at - 1] > distance) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
                at--;
            }
            distances[at] = distance;
            nearest[at] = i;
        }
        for (int i = 0; i < count; i++) {
            distances[i] =
                    power == 2
                            ? Math.sqrt(distances[i])
                            : power == 1 || Double.isInfinite(power)
                                    ? distances[i]
                                    : Math.pow(distances[i], 1 / power);
        }
    }

    /** The distance before its root is taken. */
    private double reduced(double[] matrix, int from, int at) {
        if (power == 2) {
            return Maths.squaredDistance(matrix, from, rows, at, features);
        }
        double sum = 0;
        for (int i = 0; i < features; i++) {
            double difference = Math.abs(matrix[from + i] - rows[at + i]);
            if (Double.isInfinite(power)) {
                sum = Math.max(sum, difference);
            } else {
                sum += power == 1 ? difference : Math.pow(difference, power);
            }
        }
        return sum;
    }

    /** Weights in the place of distances; where some are 0, only those count. */
    private void weigh(double[] distances) {
        if (!byDistance) {
            java.util.Arrays.fill(distances, 1);
            return;
        }
        boolean zero = distances[0] == 0;
        for (int i = 0; i < count; i++) {
            distances[i] = zero ? distances[i] == 0 ? 1 : 0 : 1 / distances[i];
        }
    }

    private record Vote(Labels labels, Neighbours neighbours, int[] classes)
            implements Estimator.Classifier {
        @Override
        public int features() {
            return neighbours.features();
        }

        @Override
        public int[] predict(Batch rows) {
            return Maths.argMax(weights(rows), size());
        }

        private double[] weights(Batch rows) {
            double[] sums = new double[rows.rows() * size()];
            neighbours.each(
                    rows,
                    (row, nearest, weights) -> {
                        for (int i = 0; i < nearest.length; i++) {
                            sums[row * size() + classes[nearest[i]]] += weights[i];
                        }
                    });
            return sums;
        }

        @Override
        public double[] probabilities(Batch rows) {
            double[] sums = weights(rows);
            Maths.normalise(sums, size(), 0);
            return sums;
        }
    }

    /**
     * Votes on several labels.
     *
     * @param classes known rows x outputs
     */
    private record Votes(List<Labels> several, Neighbours neighbours, int[] classes)
            implements Estimator.MultiClassifier {
        @Override
        public int features() {
            return neighbours.features();
        }

        @Override
        public int[] predict(Batch rows) {
            int outputs = several.size();
            int most = SeveralLabels.most(several);
            double[] sums = new double[rows.rows() * outputs * most];
            neighbours.each(
                    rows,
                    (row, nearest, weights) -> {
                        for (int i = 0; i < nearest.length * outputs; i++) {
                            int output = i % outputs;
                            int label = classes[nearest[i / outputs] * outputs + output];
                            sums[(row * outputs + output) * most + label] += weights[i / outputs];
                        }
                    });
            return SeveralLabels.largest(sums, rows.rows(), several);
        }
    }

    private record Mean(Neighbours neighbours, double[] answers, int outputs, boolean nested)
            implements Estimator.Regressor {
        @Override
        public int features() {
            return neighbours.features();
        }

        @Override
        public double[] predict(Batch rows) {
            double[] means = new double[rows.rows() * outputs];
            neighbours.each(
                    rows,
                    (row, nearest, weights) -> {
                        double all = 0;
                        for (double weight : weights) {
                            all += weight;
                        }
                        for (int output = 0; output < outputs; output++) {
                            double sum = 0;
                            for (int i = 0; i < nearest.length; i++) {
                                sum += answers[nearest[i] * outputs + output] * weights[i];
                            }
                            means[row * outputs + output] = sum / all;
                        }
                    });
            return means;
        }
    }
}
