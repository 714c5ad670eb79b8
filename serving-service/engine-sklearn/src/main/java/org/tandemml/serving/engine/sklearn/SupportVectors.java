package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * What libsvm trained: kernels between a row and the support vectors, and a decision for each pair
 * of classes.
 *
 * @param counts support vectors of each class; one for regression
 * @param dual (classes - 1) x vectors
 * @param intercepts one for each pair
 */
record SupportVectors(
        String name,
        int features,
        double[] vectors,
        int[] counts,
        double[] dual,
        double[] intercepts,
        String kernel,
        double gamma,
        double coef0,
        int degree) {

    static SupportVectors of(PyObject model) throws ModelLoadException {
        if (model.flag("_sparse")) {
            throw new ModelLoadException(
                    "The model's %s was trained on sparse data, which is not served."
                            .formatted(model.simpleType()));
        }
        PyArray vectors = model.array("support_vectors_");
        PyArray dual = model.array("_dual_coef_");
        String where = model.where("support_vectors_");
        if (vectors.rank() != 2 || dual.rank() != 2 || dual.length(1) != vectors.length(0)) {
            throw new ModelLoadException(
                    "The model's %s and _dual_coef_ do not fit together.".formatted(where));
        }
        String kernel = model.get("kernel") instanceof String text ? text : "a function";
        switch (kernel) {
            case "rbf", "linear", "poly", "sigmoid" -> {
                return new SupportVectors(
                        model.simpleType(),
                        vectors.length(1),
                        vectors.doubles(where),
                        model.array("_n_support").ints(model.where("_n_support")),
                        dual.doubles(model.where("_dual_coef_")),
                        model.array("_intercept_").doubles(model.where("_intercept_")),
                        kernel,
                        model.number("_gamma"),
                        model.number("coef0"),
                        model.integer("degree"));
            }
            default ->
                    throw new ModelLoadException(
                            "The model's kernel, %s, is not served."
                                    .formatted(Texts.excerpt(kernel)));
        }
    }

    int size() {
        return vectors.length / Math.max(1, features);
    }

    /** The kernel between a row and each support vector. */
    private void kernels(double[] rows, int from, double[] into) {
        for (int i = 0; i < into.length; i++) {
            int at = i * features;
            into[i] =
                    switch (kernel) {
                        case "rbf" ->
                                Math.exp(
                                        -gamma
                                                * Maths.squaredDistance(
                                                        rows, from, vectors, at, features));
                        case "poly" ->
                                power(gamma * Maths.dot(rows, from, vectors, at, features) + coef0);
                        case "sigmoid" ->
                                Math.tanh(
                                        gamma * Maths.dot(rows, from, vectors, at, features)
                                                + coef0);
                        default -> Maths.dot(rows, from, vectors, at, features);
                    };
        }
    }

    /** By squaring, as libsvm does. */
    private double power(double base) {
        double result = 1;
        double square = base;
        for (int rest = degree; rest > 0; rest /= 2) {
            if (rest % 2 == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    /** The decisions of one row: a number for each pair of classes, positive for the first. */
    double[] pairs(double[] rows, int from) {
        double[] kernels = new double[size()];
        kernels(rows, from, kernels);
        int classes = counts.length;
        int vectorCount = kernels.length;
        int[] begin = new int[classes];
        for (int i = 1; i < classes; i++) {
            begin[i] = begin[i - 1] + counts[i - 1];
        }
        double[] pairs = new double[intercepts.length];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                double sum = 0;
                for (int k = begin[i]; k < begin[i] + counts[i]; k++) {
                    sum += dual[(j - 1) * vectorCount + k] * kernels[k];
                }
                for (int k = begin[j]; k < begin[j] + counts[j]; k++) {
                    sum += dual[i * vectorCount + k] * kernels[k];
                }
                pairs[pair] = sum + intercepts[pair];
                pair++;
            }
        }
        return pairs;
    }

    /** The value of one row: regression, and whether a row is like the others. */
    double value(double[] rows, int from) {
        double[] kernels = new double[size()];
        kernels(rows, from, kernels);
        return Maths.dot(dual, 0, kernels, 0, kernels.length) + intercepts[0];
    }

    /** Checks that the parts are those of this many classes. */
    void requireClasses(int classes) throws ModelLoadException {
        boolean fits =
                counts.length == classes
                        && Arrays.stream(counts).sum() == size()
                        && Arrays.stream(counts).allMatch(count -> count >= 0)
                        && intercepts.length == classes * (classes - 1) / 2
                        && dual.length == (classes - 1) * size();
        if (!fits) {
            throw new ModelLoadException(
                    "The parts of the model's %s do not fit %d classes.".formatted(name, classes));
        }
    }

    /** Checks that the parts are those of one function. */
    void requireOne() throws ModelLoadException {
        if (intercepts.length != 1 || dual.length != size()) {
            throw new ModelLoadException("The parts of the model's %s do not fit.".formatted(name));
        }
    }
}
