package org.tandemml.serving.engine.tribuo;

import org.jspecify.annotations.Nullable;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.util.VectorNormalizer;

/** A linear model: sums of weights times values by feature id, the bias last, then normalised. */
final class LinearKernel implements Kernel {
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
    public int score(double[] row, double[] scores) {
        for (int output = 0; output < outputs; output++) {
            int from = output * stride;
            double sum = 0;
            for (int feature = 0; feature < features; feature++) {
                double value = row[feature];
                // Only NaN, an absent feature, differs from itself.
                if (value == value) {
                    sum += weights[from + feature] * value;
                }
            }
            scores[place[output]] = sum + weights[from + features];
        }
        if (normalizer == null) {
            return 0;
        }
        normalizer.normalizeInPlace(scores);
        return Kernel.winner(scores);
    }
}
