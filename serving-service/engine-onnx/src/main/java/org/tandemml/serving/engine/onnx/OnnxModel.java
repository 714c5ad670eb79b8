package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;

/** A graph in a session of ONNX Runtime. */
final class OnnxModel implements OpenModel {
    private final OrtSession session;
    private final List<Port> inputs;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxModel(OrtSession session, List<Port> inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    static OnnxModel of(OrtSession session) throws OrtException, ModelLoadException {
        List<Port> inputs = new ArrayList<>();
        for (NodeInfo input : session.getInputInfo().values()) {
            if (!(input.getInfo() instanceof TensorInfo tensor)) {
                throw new ModelLoadException(
                        "The ONNX graph's input '%s' is no tensor."
                                .formatted(Texts.excerpt(input.getName())));
            }
            inputs.add(Port.of(input.getName(), tensor));
        }
        for (NodeInfo output : session.getOutputInfo().values()) {
            if (output.getInfo() instanceof TensorInfo tensor && !Elements.readable(tensor)) {
                throw new ModelLoadException(
                        "The ONNX graph's output '%s' has the element type %s, which is not served."
                                .formatted(Texts.excerpt(output.getName()), tensor.onnxType));
            }
        }
        if (inputs.isEmpty() || session.getNumOutputs() == 0) {
            throw new ModelLoadException("The ONNX graph has no input or no output.");
        }
        return new OnnxModel(session, List.copyOf(inputs));
    }

    @Override
    public Schema inputs() {
        return inputs.stream().allMatch(Port::isColumn)
                ? new Schema.Columns(inputs.stream().map(Port::column).toList())
                : new Schema.Tensors(inputs.stream().map(Port::tensor).toList());
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        if (schema instanceof Schema.Tensors tensors) {
            return new OnnxPredictor(session, feeds(tensors.tensors()), false);
        }
        return new OnnxPredictor(session, feeds((Schema.Columns) schema), true);
    }

    private List<Feed> feeds(Schema.Columns schema) throws ModelLoadException {
        List<ColumnSpec> columns = schema.columns();
        if (inputs.size() == 1 && inputs.get(0).isMatrix()) {
            int[] all = new int[columns.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            return List.of(ColumnFeed.of(inputs.get(0), columns, all));
        }
        if (!schema.named() && columns.size() != inputs.size()) {
            throw new ModelLoadException(
                    "The signature has %d columns without names, the ONNX graph %d inputs: they cannot be matched."
                            .formatted(columns.size(), inputs.size()));
        }
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Port input = inputs.get(i);
            int at =
                    schema.named()
                            ? index(input, columns.stream().map(ColumnSpec::name).toList())
                            : i;
            feeds.add(ColumnFeed.of(input, columns, new int[] {at}));
        }
        return feeds;
    }

    private List<Feed> feeds(List<TensorSpec> tensors) throws ModelLoadException {
        boolean only = inputs.size() == 1 && tensors.size() == 1;
        List<Feed> feeds = new ArrayList<>();
        for (Port input : inputs) {
            int at = only ? 0 : index(input, tensors.stream().map(TensorSpec::name).toList());
            feeds.add(TensorFeed.of(input, tensors.get(at), at));
        }
        return feeds;
    }

    private static int index(Port input, List<@Nullable String> names) throws ModelLoadException {
        int at = names.indexOf(input.name());
        if (at < 0) {
            throw new ModelLoadException(
                    "The signature has nothing for the ONNX graph's input '%s'."
                            .formatted(input.shownName()));
        }
        return at;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                session.close();
            } catch (OrtException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
