package org.tandemml.serving.engine.tribuo;

import org.jspecify.annotations.Nullable;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.util.VectorNormalizer;

/** A linear model: sums of weights times values by feature id, the bias last, then normalised. */
final class LinearKernel implements Kernel {
    private static final double[] EXTREMES = {1e300, -1e300, Double.MIN_VALUE, -0.0};

    private final int outputs;
    private final int features;
    private final int stride;
    private final double[] weights;
    private final int[] place;
    private final @Nullable VectorNormalizer normalizer;

    /**
     * @param matrix outputs x features, with a last column for the bias
     * @param place where each output's score belongs among the answers
     * @param normalizer of a classifier; null for a regression
     */
    LinearKernel(DenseMatrix matrix, int[] place, @Nullable VectorNormalizer normalizer) {
        this.outputs = matrix.getDimension1Size();
        this.stride = matrix.getDimension2Size();
        this.features = stride - 1;
        this.weights = new double[outputs * stride];
        for (int output = 0; output < outputs; output++) {
            for (int feature = 0; feature < stride; feature++) {
                weights[output * stride + feature] = matrix.get(output, feature);
            }
        }
        this.place = place.clone();
        this.normalizer = normalizer;
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
                if (normalizer != null) {
                    normalizer.normalizeInPlace(sums);
                    winners[first + row] = Kernel.winner(sums, 0, outputs);
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
