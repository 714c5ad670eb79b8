package org.tandemml.serving.engine.sklearn;

import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * A function of two rows: how alike they are.
 *
 * @param factor of distances and products ({@code gamma})
 * @param added to products ({@code coef0})
 */
record PairKernel(Kind kind, double factor, double added, double degree) {

    /** What is computed. */
    enum Kind {
        LINEAR,
        POLYNOMIAL,
        SIGMOID,
        GAUSSIAN,
        LAPLACIAN,
        COSINE
    }

    /**
     * The kernel that an attribute of an estimator names.
     *
     * @param gamma the name of the attribute with the factor
     * @param usual what the factor is where there is none
     */
    static PairKernel of(PyObject model, String gamma, double usual) throws ModelLoadException {
        String name = model.get("kernel") instanceof String text ? text : "a function";
        Kind kind =
                switch (name) {
                    case "linear" -> Kind.LINEAR;
                    case "poly", "polynomial" -> Kind.POLYNOMIAL;
                    case "sigmoid" -> Kind.SIGMOID;
                    case "rbf" -> Kind.GAUSSIAN;
                    case "laplacian" -> Kind.LAPLACIAN;
                    case "cosine" -> Kind.COSINE;
                    default ->
                            throw new ModelLoadException(
                                    "The model's kernel, %s, is not served."
                                            .formatted(Texts.excerpt(name)));
                };
        return new PairKernel(
                kind,
                model.number(gamma, usual),
                model.number("coef0", 1),
                model.number("degree", 3));
    }

    double of(double[] a, int fromA, double[] b, int fromB, int width) {
        return switch (kind) {
            case LINEAR -> Maths.dot(a, fromA, b, fromB, width);
            case POLYNOMIAL -> power(factor * Maths.dot(a, fromA, b, fromB, width) + added);
            case SIGMOID -> Math.tanh(factor * Maths.dot(a, fromA, b, fromB, width) + added);
            case GAUSSIAN -> Math.exp(-factor * Maths.squaredDistance(a, fromA, b, fromB, width));
            case LAPLACIAN -> Math.exp(-factor * Maths.absoluteDistance(a, fromA, b, fromB, width));
            case COSINE -> {
                double lengths =
                        Math.sqrt(Maths.dot(a, fromA, a, fromA, width))
                                * Math.sqrt(Maths.dot(b, fromB, b, fromB, width));
                yield lengths == 0 ? 0 : Maths.dot(a, fromA, b, fromB, width) / lengths;
            }
        };
    }

    /** By squaring where the degree is whole, as libsvm does. */
    private double power(double base) {
        if (degree != Math.rint(degree) || degree < 0 || degree > Integer.MAX_VALUE) {
            return Math.pow(base, degree);
        }
        double result = 1;
        double square = base;
        for (int rest = (int) degree; rest > 0; rest /= 2) {
            if (rest % 2 == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    /** Of each row with each of some others: rows x others. */
    double[] all(double[] rows, int count, Matrix others) {
        double[] values = new double[Math.multiplyExact(count, others.rows())];
        int width = others.columns();
        for (int at = 0; at < values.length; at++) {
            int row = at / others.rows();
            int other = at % others.rows();
            values[at] = of(rows, row * width, others.values(), other * width, width);
        }
        return values;
    }
}
