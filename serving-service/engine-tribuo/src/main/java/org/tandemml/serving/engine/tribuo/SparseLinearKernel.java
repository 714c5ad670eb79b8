package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.tribuo.KernelPredictor.CompiledKernel;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SparseVector;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.la.VectorTuple;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.slm.SparseLinearModel;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;

/** A sparse linear regression: standardised features, weights for some of them. */
final class SparseLinearKernel implements Kernel {
    private final int features;
    private final double[] shifts;
    private final double[] factors;
    private final Output[] outputs;

    /**
     * The sum of an output.
     *
     * @param active the ids of the features that have a weight; the bias is one beyond the last
     * @param place where the output belongs among the answers
     */
    private record Output(int[] active, double[] weights, double norm, double mean, int place) {}

    private SparseLinearKernel(int features, double[] shifts, double[] factors, Output[] outputs) {
        this.features = features;
        this.shifts = shifts;
        this.factors = factors;
        this.outputs = outputs;
    }

    /** The kernel of a model; null if its parts do not fit each other. */
    static @Nullable CompiledKernel compile(
            SparseLinearModel model, ModelProto proto, Features features)
            throws InvalidProtocolBufferException {
        SparseLinearModelProto kept =
                proto.getSerializedData().unpack(SparseLinearModelProto.class);
        int width = features.size() + (kept.getBias() ? 1 : 0);
        Tensor means = Tensor.deserialize(kept.getFeatureMeans());
        Tensor norms = Tensor.deserialize(kept.getFeatureNorms());
        if (!(means instanceof DenseVector mean && mean.size() == width)
                || !(norms instanceof DenseVector norm && norm.size() == width)) {
            return null;
        }
        double[] shifts = new double[width];
        double[] factors = new double[width];
        for (int id = 0; id < width; id++) {
            shifts[id] = -mean.get(id);
            factors[id] = 1 / norm.get(id);
        }
        List<String> dimensions = OutputKinds.dimensions(model);
        Output[] outputs = new Output[kept.getDimensionsCount()];
        for (int output = 0; output < outputs.length; output++) {
            Tensor weights = Tensor.deserialize(kept.getWeights(output));
            int place = dimensions.indexOf(kept.getDimensions(output));
            if (!(weights instanceof SparseVector sparse) || place < 0) {
                return null;
            }
            int[] active = new int[sparse.numActiveElements()];
            double[] values = new double[active.length];
            int next = 0;
            for (VectorTuple weight : sparse) {
                active[next] = weight.index;
                values[next++] = weight.value;
            }
            outputs[output] =
                    new Output(active, values, kept.getYNorm(output), kept.getYMean(output), place);
        }
        return new CompiledKernel(
                new SparseLinearKernel(features.size(), shifts, factors, outputs),
                null,
                ScoreKind.NONE,
                dimensions);
    }

    @Override
    public String name() {
        return "linear sums of some features";
    }

    @Override
    public int width() {
        return outputs.length;
    }

    @Override
    public double[] trials() {
        return LinearKernel.extremes(features);
    }

    @Override
    public Pass pass(int rows) {
        double[] standard = new double[shifts.length];
        return (values, count, first, scores, winners) -> {
            for (int row = 0; row < count; row++) {
                for (int id = 0; id < standard.length; id++) {
                    double value = id < features ? values[row * features + id] : 1;
                    standard[id] = (value + shifts[id]) * factors[id];
                }
                for (Output output : outputs) {
                    scores[(first + row) * outputs.length + output.place] =
                            answer(output, standard);
                }
            }
        };
    }

    private static double answer(Output output, double[] standard) {
        // Tribuo takes a sum without terms for 1.
        double sum = output.active.length == 0 ? 1 : 0;
        for (int i = 0; i < output.active.length; i++) {
            double value = standard[output.active[i]];
            // Only NaN, an absent feature, differs from itself.
            if (value == value) {
                sum += output.weights[i] * value;
            }
        }
        return sum * output.norm + output.mean;
    }
}
