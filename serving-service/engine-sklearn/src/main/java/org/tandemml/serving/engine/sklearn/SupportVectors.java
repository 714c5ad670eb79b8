package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;
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
        PairKernel kernel) {

    static SupportVectors of(PyObject model) throws ModelLoadException {
        Matrix vectors = Matrix.of(model, "support_vectors_");
        Matrix dual = Matrix.of(model, "_dual_coef_");
        String where = model.where("support_vectors_");
        if (dual.columns() != vectors.rows()) {
            throw new ModelLoadException(
                    "The model's %s and _dual_coef_ do not fit together.".formatted(where));
        }
        return new SupportVectors(
                model.simpleType(),
                vectors.columns(),
                vectors.values(),
                model.array("_n_support").ints(model.where("_n_support")),
                dual.values(),
                model.array("_intercept_").doubles(model.where("_intercept_")),
                PairKernel.of(model, "_gamma", 1));
    }

    int size() {
        return vectors.length / Math.max(1, features);
    }

    /** The kernel between a row and each support vector. */
    private void kernels(double[] rows, int from, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = kernel.of(rows, from, vectors, i * features, features);
        }
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
