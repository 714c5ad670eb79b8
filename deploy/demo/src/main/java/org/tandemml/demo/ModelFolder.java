package org.tandemml.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;

/** An MLflow model folder: the model, the MLmodel file with its signature, and an example. */
final class ModelFolder {
    private ModelFolder() {}

    /**
     * Writes the files.
     *
     * @param example two rows of the test data stand in it
     */
    static void write(
            Path folder, TrainedModel model, String artifactPath, String runId, Dataset example)
            throws IOException {
        Files.write(folder.resolve(model.fileName()), model.file());
        ObjectNode rows = Json.split(example.features(), rows(example, 0, 2));
        Files.writeString(folder.resolve("serving_input_example.json"), rows.toString());
        Files.writeString(
                folder.resolve("input_example.json"), rows.path("dataframe_split").toString());
        Files.writeString(
                folder.resolve(MlModelFile.NAME),
                MlModelFile.write(entries(model, artifactPath, runId), signature(example)));
    }

    /** Rows of a data set, as lists of numbers. */
    static List<List<Double>> rows(Dataset data, int from, int to) {
        List<List<Double>> rows = new ArrayList<>();
        for (int row = from; row < to; row++) {
            rows.add(Arrays.stream(data.values()[row]).boxed().toList());
        }
        return rows;
    }

    private static Signature signature(Dataset data) {
        List<ColumnSpec> inputs =
                data.features().stream().map(name -> ColumnSpec.of(name, DataType.DOUBLE)).toList();
        return new Signature(
                new Schema.Columns(inputs),
                new Schema.Columns(List.of(ColumnSpec.of("prediction", DataType.STRING))),
                List.of());
    }

    private static Map<String, @Nullable Object> entries(
            TrainedModel model, String artifactPath, String runId) {
        Map<String, @Nullable Object> flavor = new LinkedHashMap<>();
        flavor.put("data", model.fileName());
        flavor.put(model.flavorVersion().getKey(), model.flavorVersion().getValue());
        Map<String, @Nullable Object> example = new LinkedHashMap<>();
        example.put("artifact_path", "input_example.json");
        example.put("serving_input_path", "serving_input_example.json");
        example.put("type", "dataframe");
        example.put("pandas_orient", "split");
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.put("artifact_path", artifactPath);
        entries.put("flavors", Map.of(model.flavor(), flavor));
        entries.put("model_uuid", UUID.randomUUID().toString().replace("-", ""));
        entries.put("run_id", runId);
        entries.put("saved_input_example_info", example);
        return entries;
    }
}
