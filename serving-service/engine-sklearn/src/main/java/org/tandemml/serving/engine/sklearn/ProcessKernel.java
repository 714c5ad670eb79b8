package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/** Kernels of Gaussian processes, put together of others. */
final class ProcessKernel {
    private static final int MAX_DEPTH = 32;

    private ProcessKernel() {}

    static KernelSum.Likeness of(PyObject kernel, int width) throws ModelLoadException {
        return of(kernel, width, 0);
    }

    private static KernelSum.Likeness of(PyObject kernel, int width, int depth)
            throws ModelLoadException {
        if (depth > MAX_DEPTH) {
            throw new ModelLoadException(
                    "The model's kernels are nested more than %d deep.".formatted(MAX_DEPTH));
        }
        switch (kernel.simpleType()) {
            case "Sum", "Product" -> {
                KernelSum.Likeness first = of(kernel.object("k1"), width, depth + 1);
                KernelSum.Likeness second = of(kernel.object("k2"), width, depth + 1);
                return kernel.simpleType().equals("Sum")
                        ? (a, i, b, j, w) -> first.of(a, i, b, j, w) + second.of(a, i, b, j, w)
                        : (a, i, b, j, w) -> first.of(a, i, b, j, w) * second.of(a, i, b, j, w);
            }
            case "Exponentiation" -> {
                KernelSum.Likeness base = of(kernel.object("kernel"), width, depth + 1);
                double exponent = kernel.number("exponent");
                return (a, i, b, j, w) -> Math.pow(base.of(a, i, b, j, w), exponent);
            }
            case "ConstantKernel" -> {
                double value = kernel.number("constant_value");
                return (a, i, b, j, w) -> value;
            }
            // Noise of the training data, which other rows have nothing of.
            case "WhiteKernel" -> {
                return (a, i, b, j, w) -> 0;
            }
            case "RBF" -> {
                double[] scale = scale(kernel, width);
                return (a, i, b, j, w) -> Math.exp(-0.5 * squared(a, i, b, j, scale));
            }
            case "Matern" -> {
                return matern(kernel, scale(kernel, width));
            }
            case "RationalQuadratic" -> {
                double[] scale = scale(kernel, width);
                double alpha = kernel.number("alpha");
                return (a, i, b, j, w) ->
                        Math.pow(1 + squared(a, i, b, j, scale) / (2 * alpha), -alpha);
            }
            case "ExpSineSquared" -> {
                double length = kernel.number("length_scale");
                double period = kernel.number("periodicity");
                return (a, i, b, j, w) -> {
                    double far = Math.sqrt(Maths.squaredDistance(a, i, b, j, w));
                    double sine = Math.sin(Math.PI / period * far) / length;
                    return Math.exp(-2 * sine * sine);
                };
            }
            case "DotProduct" -> {
                double sigma = kernel.number("sigma_0");
                return (a, i, b, j, w) -> Maths.dot(a, i, b, j, w) + sigma * sigma;
            }
            default ->
                    throw new ModelLoadException(
                            "The model's process has the kernel %s, which is not served."
                                    .formatted(Texts.excerpt(kernel.type())));
        }
    }

    private static KernelSum.Likeness matern(PyObject kernel, double[] scale)
            throws ModelLoadException {
        double nu = kernel.number("nu");
        if (nu == 0.5) {
            return (a, i, b, j, w) -> Math.exp(-Math.sqrt(squared(a, i, b, j, scale)));
        }
        if (nu == 1.5) {
            return (a, i, b, j, w) -> {
                double far = Math.sqrt(squared(a, i, b, j, scale)) * Math.sqrt(3);
                return (1 + far) * Math.exp(-far);
            };
        }
        if (nu == 2.5) {
            return (a, i, b, j, w) -> {
                double far = Math.sqrt(squared(a, i, b, j, scale)) * Math.sqrt(5);
                return (1 + far + far * far / 3) * Math.exp(-far);
            };
        }
        if (nu == Double.POSITIVE_INFINITY) {
            return (a, i, b, j, w) -> Math.exp(-squared(a, i, b, j, scale) / 2);
        }
        throw new ModelLoadException(
                "The model's %s is %s; 0.5, 1.5, 2.5 and infinity are served."
                        .formatted(kernel.where("nu"), nu));
    }

    private static double[] scale(PyObject kernel, int width) throws ModelLoadException {
        if (kernel.get("length_scale") instanceof PyArray several && several.size() > 1) {
            return Transformers.numbers(several, kernel.where("length_scale"), width);
        }
        double[] same = new double[width];
        Arrays.fill(same, kernel.number("length_scale"));
        return same;
    }

    private static double squared(double[] a, int fromA, double[] b, int fromB, double[] scale) {
        double sum = 0;
        for (int i = 0; i < scale.length; i++) {
            double difference = a[fromA + i] / scale[i] - b[fromB + i] / scale[i];
            sum += difference * difference;
        }
        return sum;
    }
}
