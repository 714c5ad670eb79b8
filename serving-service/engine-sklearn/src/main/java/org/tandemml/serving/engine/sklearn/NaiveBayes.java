package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * Naive Bayes: the logarithm of the joint likelihood of a row and each class.
 *
 * @param kind how that is made
 * @param first classes x features: log probabilities, or means
 * @param second classes x features: variances; empty for the others
 * @param added classes: what is added to each
 * @param binarize the limit of Bernoulli's values; NaN where they are not cut
 */
record NaiveBayes(
        String name,
        Labels labels,
        int features,
        Kind kind,
        double[] first,
        double[] second,
        double[] added,
        double binarize)
        implements Bayesian {

    /** How the likelihood is made. */
    enum Kind {
        GAUSSIAN,
        LINEAR,
        BERNOULLI
    }

    static NaiveBayes of(PyObject model) throws ModelLoadException {
        Labels labels = Classes.of(model);
        return switch (model.simpleType()) {
            case "GaussianNB" -> gaussian(model, labels);
            case "BernoulliNB" -> bernoulli(model, labels);
            default -> {
                boolean complement = model.simpleType().equals("ComplementNB");
                double[] prior = vector(model, "class_log_prior_", labels);
                yield of(
                        model,
                        labels,
                        Kind.LINEAR,
                        matrix(model, "feature_log_prob_", labels),
                        new double[0],
                        complement ? new double[prior.length] : prior,
                        Double.NaN);
            }
        };
    }

    private static NaiveBayes gaussian(PyObject model, Labels labels) throws ModelLoadException {
        double[] variances = matrix(model, "var_", labels);
        double[] added = vector(model, "class_prior_", labels);
        int width = variances.length / added.length;
        for (int i = 0; i < added.length; i++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += Math.log(2 * Math.PI * variances[i * width + j]);
            }
            added[i] = Math.log(added[i]) - 0.5 * sum;
        }
        return of(
                model,
                labels,
                Kind.GAUSSIAN,
                matrix(model, "theta_", labels),
                variances,
                added,
                Double.NaN);
    }

    private static NaiveBayes bernoulli(PyObject model, Labels labels) throws ModelLoadException {
        double[] log = matrix(model, "feature_log_prob_", labels);
        double[] added = vector(model, "class_log_prior_", labels);
        int width = log.length / added.length;
        double[] difference = new double[log.length];
        for (int i = 0; i < added.length; i++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                double negative = Math.log(1 - Math.exp(log[i * width + j]));
                difference[i * width + j] = log[i * width + j] - negative;
                sum += negative;
            }
            added[i] += sum;
        }
        return of(
                model,
                labels,
                Kind.BERNOULLI,
                difference,
                new double[0],
                added,
                model.number("binarize", Double.NaN));
    }

    private static NaiveBayes of(
            PyObject model,
            Labels labels,
            Kind kind,
            double[] first,
            double[] second,
            double[] added,
            double binarize)
            throws ModelLoadException {
        if (second.length != 0 && second.length != first.length) {
            throw new ModelLoadException("The parts of the model's Bayes do not fit together.");
        }
        return new NaiveBayes(
                model.simpleType(),
                labels,
                first.length / labels.names().size(),
                kind,
                first,
                second,
                added,
                binarize);
    }

    private static double[] matrix(PyObject model, String name, Labels labels)
            throws ModelLoadException {
        PyArray array = model.array(name);
        if (array.rank() != 2 || array.length(0) != labels.names().size() || array.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s must have a row for each class.".formatted(model.where(name)));
        }
        return array.doubles(model.where(name));
    }

    private static double[] vector(PyObject model, String name, Labels labels)
            throws ModelLoadException {
        double[] values = model.array(name).doubles(model.where(name));
        if (values.length != labels.names().size()) {
            throw new ModelLoadException(
                    "The model's %s must have a number for each class."
                            .formatted(model.where(name)));
        }
        return values;
    }

    @Override
    public double[] joint(Batch rows) {
        Checks.requireFinite(rows, name);
        double[] matrix = prepared(rows);
        int classes = size();
        double[] joint = new double[rows.rows() * classes];
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < classes; i++) {
                joint[row * classes + i] = likelihood(matrix, row * features, i);
            }
        }
        return joint;
    }

    private double likelihood(double[] matrix, int from, int index) {
        int at = index * features;
        if (kind != Kind.GAUSSIAN) {
            return Maths.dot(matrix, from, first, at, features) + added[index];
        }
        double sum = 0;
        for (int j = 0; j < features; j++) {
            double difference = matrix[from + j] - first[at + j];
            sum += difference * difference / second[at + j];
        }
        return added[index] - 0.5 * sum;
    }

    private double[] prepared(Batch rows) {
        double[] matrix = rows.matrix();
        if (kind == Kind.BERNOULLI && binarize == binarize) {
            double[] cut = new double[matrix.length];
            for (int i = 0; i < cut.length; i++) {
                cut[i] = matrix[i] > binarize ? 1 : 0;
            }
            return cut;
        }
        if (kind == Kind.LINEAR) {
            requireCounts(matrix);
        }
        return matrix;
    }

    private void requireCounts(double[] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i] < 0) {
                int row = i / features;
                throw new PredictionException(
                        row,
                        "Row %d: feature %d is negative, which %s does not take."
                                .formatted(row, i % features, name));
            }
        }
    }
}
