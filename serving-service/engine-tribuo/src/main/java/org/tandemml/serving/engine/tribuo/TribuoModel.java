package org.tandemml.serving.engine.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.tribuo.KernelPredictor.CompiledKernel;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.clustering.ClusterID;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

/**
 * A Tribuo model.
 *
 * @param <T> Tribuo's kind of output
 */
final class TribuoModel<T extends Output<T>> implements OpenModel {
    private final Model<T> model;
    private final Features features;
    private final Answers.Kind<T> kind;
    private final Trial trial;

    /**
     * What came of the trial rows.
     *
     * @param kernel the model's kernel; null if there is none, or none that answers as Tribuo does
     * @param rows how many rows were compared
     * @param disagreed whether there is one that does not
     */
    private record Trial(@Nullable CompiledKernel kernel, int rows, boolean disagreed) {}

    private TribuoModel(Model<T> model, Answers.Kind<T> kind, ModelProto proto)
            throws ModelLoadException {
        this.model = model;
        this.features = Features.of(model.getFeatureIDMap());
        this.kind = kind;
        this.trial = trial(proto);
    }

    /** Compiles the model, and tries kernel and Tribuo on the same rows. */
    private Trial trial(ModelProto proto) throws ModelLoadException {
        Schema.Columns schema = features.schema();
        Table trials = FeatureColumns.table(schema, features.trials());
        FeatureColumns columns = features.bind(schema);
        ReferencePredictor<T> reference = reference(columns);
        Predictions wanted = scored(reference, trials);
        try {
            CompiledKernel compiled = Kernels.compile(model, proto, features);
            if (compiled == null) {
                return new Trial(null, 0, false);
            }
            Kernel kernel = compiled.kernel();
            Predictor predictor =
                    new KernelPredictor(
                            compiled, columns, reference, KernelCheck.none(kernel.name()));
            Table more = FeatureColumns.table(schema, rows(kernel.trials()));
            boolean same =
                    Kernels.gives(predictor, wanted, trials)
                            && Kernels.same(predictor, reference, more);
            return new Trial(same ? compiled : null, trials.rows() + more.rows(), !same);
        } catch (InvalidProtocolBufferException impossible) {
            throw new ModelLoadException("The Tribuo model is damaged.", impossible);
        }
    }

    /** The rows that Tribuo scores: those that have a value. */
    private List<double[]> rows(double[] rowMajor) {
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < rowMajor.length; from += features.size()) {
            double[] row = Arrays.copyOfRange(rowMajor, from, from + features.size());
            if (!Arrays.stream(row).allMatch(Double::isNaN)) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** A damaged model may load and still not score: better found here than by a request. */
    private static Predictions scored(Predictor reference, Table trials) throws ModelLoadException {
        try {
            return reference.predict(trials);
        } catch (PredictionException refused) {
            throw new ModelLoadException(
                    "The Tribuo model cannot score rows like those it was trained on: "
                            + refused.getMessage(),
                    refused);
        } catch (RuntimeException damaged) {
            throw new ModelLoadException(
                    "The Tribuo model loads, but cannot score: it is damaged.", damaged);
        }
    }

    static TribuoModel<?> of(Model<?> model, ModelProto proto) throws ModelLoadException {
        if (model.validate(Label.class)) {
            Model<Label> classifier = model.castModel(Label.class);
            return new TribuoModel<>(classifier, OutputKinds.classification(classifier), proto);
        }
        if (model.validate(Regressor.class)) {
            Model<Regressor> regression = model.castModel(Regressor.class);
            return new TribuoModel<>(regression, OutputKinds.regression(regression), proto);
        }
        if (model.validate(ClusterID.class)) {
            Model<ClusterID> clustering = model.castModel(ClusterID.class);
            return new TribuoModel<>(clustering, OutputKinds.clustering(clustering), proto);
        }
        if (model.validate(Event.class)) {
            return new TribuoModel<>(model.castModel(Event.class), OutputKinds.anomaly(), proto);
        }
        if (model.validate(MultiLabel.class)) {
            Model<MultiLabel> multiLabel = model.castModel(MultiLabel.class);
            return new TribuoModel<>(multiLabel, OutputKinds.multiLabel(multiLabel), proto);
        }
        throw new ModelLoadException("The Tribuo model answers something that is not known here.");
    }

    /** Whether a kernel of ours scores, and not Tribuo. */
    boolean usesKernel() {
        return trial.kernel() != null;
    }

    /** The predictor that asks Tribuo. */
    Predictor reference(Schema schema) throws ModelLoadException {
        return reference(features.bind(schema));
    }

    private ReferencePredictor<T> reference(FeatureColumns columns) {
        return new ReferencePredictor<>(model, columns, kind, null);
    }

    @Override
    public Schema inputs() {
        return features.schema();
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        FeatureColumns columns = features.bind(schema);
        ReferencePredictor<T> reference = reference(columns);
        CompiledKernel kernel = trial.kernel();
        if (kernel == null) {
            return trial.disagreed() ? reference.insteadOfKernel("rows made from it") : reference;
        }
        Kernel by = kernel.kernel();
        return new KernelPredictor(
                kernel,
                columns,
                reference,
                new KernelCheck(by.name(), by.reference(), trial.rows(), 0, null));
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}
