package org.tandemml.serving.engine.xgboost;

import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.trees.RowModel;

/**
 * The sums of {@code gblinear}: bias and base score, then feature by feature, each product and each
 * sum rounded to binary32. Missing values add nothing.
 */
final class LinearMargins implements Margins {
    private final int features;
    private final int outputs;
    private final float[] weights;
    private final float[] start;

    /**
     * @param weights features x outputs, then a bias for each output
     * @param base the first output's base score as a margin: all outputs begin with it, also where
     *     the file has one for each (seen with 3.2)
     */
    LinearMargins(int features, int outputs, float[] weights, float base) {
        this.features = features;
        this.outputs = outputs;
        this.weights = weights;
        start = new float[outputs];
        for (int output = 0; output < outputs; output++) {
            start[output] = weights[features * outputs + output] + base;
        }
    }

    @Override
    public RowModel.Pass pass(int rows) {
        return this::score;
    }

    @Override
    public KernelCheck check() {
        return KernelCheck.none("linear sums in binary32");
    }

    @Override
    public int check(double[] rows, int count) {
        return 0;
    }

    private void score(double[] rows, int count, double[] sums, int to) {
        for (int row = 0; row < count; row++) {
            for (int output = 0; output < outputs; output++) {
                float sum = start[output];
                for (int feature = 0; feature < features; feature++) {
                    float value = (float) rows[row * features + feature];
                    if (value == value) {
                        sum += value * weights[feature * outputs + output];
                    }
                }
                sums[to + row * outputs + output] = sum;
            }
        }
    }
}
