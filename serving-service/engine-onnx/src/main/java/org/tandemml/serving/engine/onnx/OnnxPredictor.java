package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/**
 * Runs the graph. Columns in give a record a row, as MLflow's pyfunc answers a data frame; tensors
 * in give the outputs as they are.
 */
final class OnnxPredictor implements Predictor {
    private final OrtSession session;
    private final List<Feed> feeds;
    private final boolean columns;

    OnnxPredictor(OrtSession session, List<Feed> feeds, boolean columns) {
        this.session = session;
        this.feeds = List.copyOf(feeds);
        this.columns = columns;
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(KernelCheck.none("ONNX Runtime"));
    }

    @Override
    public Predictions predict(Table table) {
        List<String> names = List.copyOf(session.getOutputNames());
        if (table.rows() == 0) {
            return Answers.none(names, columns);
        }
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Feed feed : feeds) {
                tensors.put(feed.port().name(), feed.tensor(table));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                List<OnnxValue> values = new ArrayList<>();
                for (String name : names) {
                    values.add(result.get(name).orElseThrow());
                }
                return columns
                        ? Answers.records(names, values, table.rows())
                        : Answers.tensors(names, values, table.rows());
            }
        } catch (OrtException refused) {
            // The graph's own checks: a lookup beyond its table, shapes that do not go together.
            throw new PredictionException(
                    0,
                    "The ONNX graph cannot score these rows: "
                            + Texts.excerpt(String.valueOf(refused.getMessage())));
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
