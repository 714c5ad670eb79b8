package org.tandemml.serving.engine.tribuo;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tribuo.math.la.DenseMatrix;

/** A linear model: sums of weights times values by feature id, the bias last. */
final class LinearKernel implements Kernel {
    private static final double[] EXTREMES = {1e300, -1e300, Double.MIN_VALUE, -0.0};

    private final int outputs;
    private final int features;
    private final int stride;
    private final double[] weights;
    private final int[] place;
    private final @Nullable Consumer<double[]> finish;

    /**
     * @param weights outputs x features, with a last column for the bias, row-major
     * @param place where each output's score belongs among the answers
     * @param finish turns a classifier's sums into scores where they are; null for a regression
     */
    LinearKernel(double[] weights, int features, int[] place, @Nullable Consumer<double[]> finish) {
        this.outputs = place.length;
        this.features = features;
        this.stride = features + 1;
        this.weights = weights;
        this.place = place.clone();
        this.finish = finish;
    }

    /** The weights of a matrix, row-major. */
    static double[] weights(DenseMatrix matrix) {
        int columns = matrix.getDimension2Size();
        double[] weights = new double[matrix.getDimension1Size() * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = matrix.get(i / columns, i % columns);
        }
        return weights;
    }

    @Override
    public String name() {
        return "linear sums";
    }

    @Override
    public int width() {
        return outputs;
    }

    @Override
    public double[] trials() {
        return extremes(features);
    }

    /** Rows of very large and very small numbers. */
    static double[] extremes(int features) {
        double[] rows = new double[EXTREMES.length * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = EXTREMES[i / features];
        }
        return rows;
    }

    @Override
    public Pass pass(int rows) {
        double[] sums = new double[outputs];
        return (values, count, first, scores, winners) -> {
            for (int row = 0; row < count; row++) {
                sum(values, row * features, sums);
                if (finish != null) {
                    finish.accept(sums);
                    int winner = Kernel.winner(sums, 0, outputs);
                    winners[first + row] = winner < 0 ? winner : place[winner];
                }
                int at = (first + row) * outputs;
                for (int output = 0; output < outputs; output++) {
                    scores[at + place[output]] = sums[output];
                }
            }
        };
    }

    private void sum(double[] rows, int from, double[] sums) {
        int output = 0;
        // In pairs: an addition waits for the one before it, but not for those of the other sum.
        for (; output + 1 < outputs; output += 2) {
            int one = output * stride;
            int two = one + stride;
            double first = 0;
            double second = 0;
            for (int feature = 0; feature < features; feature++) {
                double value = rows[from + feature];
                // Only NaN, an absent feature, differs from itself.
                if (value == value) {
                    first += weights[one + feature] * value;
                    second += weights[two + feature] * value;
                }
            }
            sums[output] = first + weights[one + features];
            sums[output + 1] = second + weights[two + features];
        }
        if (output < outputs) {
            int one = output * stride;
            double sum = 0;
            for (int feature = 0; feature < features; feature++) {
                double value = rows[from + feature];
                if (value == value) {
                    sum += weights[one + feature] * value;
                }
            }
            sums[output] = sum + weights[one + features];
        }
    }
}
