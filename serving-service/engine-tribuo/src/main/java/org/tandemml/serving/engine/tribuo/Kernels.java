package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.predict.Predictions.Classification;
import org.tandemml.serving.engine.predict.Predictions.Regression;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.tribuo.KernelPredictor.CompiledKernel;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.liblinear.LibLinearModel;
import org.tribuo.common.sgd.AbstractLinearSGDModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.util.VectorNormalizer;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.TransformedModelProto;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.SparseLinearModel;
import org.tribuo.transform.TransformedModel;

/** Makes kernels of models, and holds each against Tribuo before it is used. */
final class Kernels {
    private Kernels() {}

    /** The kernel of a model; null if there is none for its kind. */
    static @Nullable CompiledKernel compile(Model<?> model, ModelProto proto, Features features)
            throws InvalidProtocolBufferException, ModelLoadException {
        if (model instanceof TransformedModel<?> transformed) {
            ModelProto innerProto =
                    proto.getSerializedData().unpack(TransformedModelProto.class).getModel();
            CompiledKernel inner = compile(transformed.getInnerModel(), innerProto, features);
            return inner == null
                    ? null
                    : new CompiledKernel(
                            new TransformingKernel(
                                    inner.kernel(),
                                    transformed.getTransformerMap(),
                                    transformed.getDensify(),
                                    features.names()),
                            inner.labels(),
                            inner.kind(),
                            inner.dimensions());
        }
        if (model instanceof BoostedModel<?> boosted) {
            return boosters(boosted, features);
        }
        if (model instanceof AbstractLinearSGDModel<?> linear) {
            return linear(linear, proto, features);
        }
        if (model instanceof SparseLinearModel linear) {
            return SparseLinearKernel.compile(linear, proto, features);
        }
        if (model instanceof LibLinearModel<?> linear) {
            return LibLinears.compile(linear, features);
        }
        if (model.validate(Label.class)) {
            return Forests.classification(model.castModel(Label.class), proto, features);
        }
        return model.validate(Regressor.class)
                ? Forests.regression(model.castModel(Regressor.class), proto, features)
                : null;
    }

    private static CompiledKernel boosters(BoostedModel<?> model, Features features) {
        int outputs = model.getOutputIDInfo().size();
        if (model.validate(Label.class)) {
            return new CompiledKernel(
                    new BoosterKernel(model.boosters(), asTheyAre(outputs), features.names()),
                    OutputKinds.labels(model.castModel(Label.class)),
                    ScoreKind.PROBABILITIES,
                    List.of());
        }
        Model<Regressor> regression = model.castModel(Regressor.class);
        return new CompiledKernel(
                new BoosterKernel(model.boosters(), byName(regression), features.names()),
                null,
                ScoreKind.NONE,
                OutputKinds.dimensions(regression));
    }

    /** Labels are answered in the order of their ids. */
    private static int[] asTheyAre(int outputs) {
        int[] place = new int[outputs];
        Arrays.setAll(place, output -> output);
        return place;
    }

    /** Numbers are answered in the order of their names. */
    static int[] byName(Model<Regressor> regression) {
        List<String> dimensions = OutputKinds.dimensions(regression);
        int[] place = new int[dimensions.size()];
        Arrays.setAll(
                place,
                output ->
                        dimensions.indexOf(
                                regression.getOutputIDInfo().getOutput(output).getNames()[0]));
        return place;
    }

    private static @Nullable CompiledKernel linear(
            AbstractLinearSGDModel<?> model, ModelProto proto, Features features)
            throws InvalidProtocolBufferException {
        DenseMatrix weights = model.getWeightsCopy();
        int outputs = model.getOutputIDInfo().size();
        if (weights.getDimension2Size() != features.size() + 1
                || weights.getDimension1Size() != outputs) {
            return null;
        }
        if (model.validate(Label.class)) {
            Labels labels = OutputKinds.labels(model.castModel(Label.class));
            VectorNormalizer normalizer =
                    VectorNormalizer.deserialize(
                            proto.getSerializedData()
                                    .unpack(ClassificationLinearSGDProto.class)
                                    .getNormalizer());
            return new CompiledKernel(
                    new LinearKernel(
                            LinearKernel.weights(weights),
                            features.size(),
                            asTheyAre(outputs),
                            normalizer::normalizeInPlace),
                    labels,
                    OutputKinds.scoreKind(model),
                    List.of());
        }
        if (model.validate(Regressor.class)) {
            Model<Regressor> regression = model.castModel(Regressor.class);
            return new CompiledKernel(
                    new LinearKernel(
                            LinearKernel.weights(weights),
                            features.size(),
                            byName(regression),
                            null),
                    null,
                    ScoreKind.NONE,
                    OutputKinds.dimensions(regression));
        }
        return null;
    }

    /** Whether two predictors give the same answers to the bit, refusals included. */
    static boolean same(Predictor kernel, Predictor reference, Table rows) {
        return answers(kernel, rows).equals(answers(reference, rows));
    }

    /** Whether a predictor gives these very answers. */
    static boolean gives(Predictor kernel, Predictions wanted, Table rows) {
        return answers(kernel, rows).equals(comparable(wanted));
    }

    private static List<Object> answers(Predictor predictor, Table rows) {
        try {
            return comparable(predictor.predict(rows));
        } catch (PredictionException refused) {
            return List.of(refused.row());
        }
    }

    /** Answers that compare by their bits. */
    private static List<Object> comparable(Predictions predictions) {
        if (predictions instanceof Classification of) {
            return List.of(of.labels(), of.kind(), bits(of.scores()), intList(of.predicted()));
        }
        if (predictions instanceof Regression of) {
            return List.of(of.dimensions(), bits(of.values()));
        }
        throw new IllegalStateException("No kernel answers " + predictions.getClass());
    }

    private static List<Long> bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).boxed().toList();
    }

    private static List<Integer> intList(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
