package org.tandemml.serving.engine.sklearn;

/** What scikit-learn's answers are made with. Rows are row-major. */
final class Maths {
    private Maths() {}

    static double expit(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** Rounds each number to the nearest of binary32. */
    static void roundToBinary32(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
    }

    /** Replaces each row by its softmax. */
    static void softmax(double[] values, int width) {
        for (int from = 0; from < values.length; from += width) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                max = Math.max(max, values[from + i]);
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                values[from + i] = Math.exp(values[from + i] - max);
                sum += values[from + i];
            }
            for (int i = 0; i < width; i++) {
                values[from + i] /= sum;
            }
        }
    }

    /** Replaces each row by its parts of its sum; rows that sum to 0 by {@code even}. */
    static void normalise(double[] values, int width, double even) {
        for (int from = 0; from < values.length; from += width) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += values[from + i];
            }
            for (int i = 0; i < width; i++) {
                values[from + i] = sum == 0 ? even : values[from + i] / sum;
            }
        }
    }

    /** The first index of the largest value of each row. */
    static int[] argMax(double[] values, int width) {
        int[] best = new int[values.length / width];
        for (int row = 0; row < best.length; row++) {
            for (int i = 1; i < width; i++) {
                if (values[row * width + i] > values[row * width + best[row]]) {
                    best[row] = i;
                }
            }
        }
        return best;
    }

    /** 1 where a value is above the limit, else 0. */
    static int[] above(double[] values, double limit) {
        int[] result = new int[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i] > limit ? 1 : 0;
        }
        return result;
    }

    /** The second number of each pair less the first. */
    static double[] differences(double[] pairs) {
        double[] result = new double[pairs.length / 2];
        for (int i = 0; i < result.length; i++) {
            result[i] = pairs[2 * i + 1] - pairs[2 * i];
        }
        return result;
    }

    /** Rows of {@code [1 - p, p]}. */
    static double[] both(double[] positive) {
        double[] result = new double[2 * positive.length];
        for (int i = 0; i < positive.length; i++) {
            result[2 * i] = 1 - positive[i];
            result[2 * i + 1] = positive[i];
        }
        return result;
    }

    /**
     * Rows times a matrix, and a vector added.
     *
     * @param matrix outputs x width
     */
    static double[] linear(double[] rows, int width, double[] matrix, double[] added) {
        int outputs = added.length;
        int count = width == 0 ? 0 : rows.length / width;
        double[] result = new double[Math.multiplyExact(count, outputs)];
        for (int row = 0; row < count; row++) {
            for (int output = 0; output < outputs; output++) {
                double sum = 0;
                int from = row * width;
                int at = output * width;
                for (int i = 0; i < width; i++) {
                    sum += rows[from + i] * matrix[at + i];
                }
                result[row * outputs + output] = sum + added[output];
            }
        }
        return result;
    }

    /** Whether all are finite. */
    static boolean finite(double[] values) {
        boolean all = true;
        for (double value : values) {
            all &= Math.abs(value) <= Double.MAX_VALUE;
        }
        return all;
    }

    static double squaredDistance(double[] a, int fromA, double[] b, int fromB, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double difference = a[fromA + i] - b[fromB + i];
            sum += difference * difference;
        }
        return sum;
    }

    static double absoluteDistance(double[] a, int fromA, double[] b, int fromB, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += Math.abs(a[fromA + i] - b[fromB + i]);
        }
        return sum;
    }

    static double dot(double[] a, int fromA, double[] b, int fromB, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += a[fromA + i] * b[fromB + i];
        }
        return sum;
    }

    /** exp(x - log(sum(exp(x)))) of each row. */
    static void expNormalised(double[] values, int width) {
        for (int from = 0; from < values.length; from += width) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                max = Math.max(max, values[from + i]);
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += Math.exp(values[from + i] - max);
            }
            double log = max + Math.log(sum);
            for (int i = 0; i < width; i++) {
                values[from + i] = Math.exp(values[from + i] - log);
            }
        }
    }
}
