package org.tandemml.serving.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.engine.enforce.EnforcementSettings;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.zoo.ExpectedCsv;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.Refusal;
import org.tandemml.serving.engine.zoo.ZooModel;

class OnnxZooTest {
    private final OnnxRuntime runtime = new OnnxRuntime();

    @TestFactory
    List<DynamicTest> answers_what_onnx_runtime_answered() {
        List<ZooModel> models = ZooModel.good("onnx-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> refuses_hostile_files() {
        List<ZooModel> models = new ArrayList<>(ZooModel.hostile("onnx-"));
        models.addAll(ZooModel.hostile("empty-onnx"));
        models.addAll(ZooModel.hostile("noise-onnx"));
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(
                        zoo ->
                                DynamicTest.dynamicTest(
                                        zoo.name(),
                                        () ->
                                                assertThat(Refusal.of(runtime, zoo))
                                                        .startsWith("The ONNX")
                                                        .doesNotContain("/etc", "/proc")))
                .toList();
    }

    private void assertAnswers(ZooModel zoo) throws Exception {
        Schema inputs = Objects.requireNonNull(zoo.mlmodel().signature()).inputs();
        try (OpenModel model = runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            Schema schema = Objects.requireNonNull(inputs);
            Table table =
                    SignatureEnforcer.of(
                                    schema,
                                    List.of(),
                                    new EnforcementSettings(
                                            zoo.name(), EnforcementMode.STRICT, 10_000, true))
                            .parseJson(Files.readAllBytes(zoo.folder().resolve("input.json")))
                            .table();
            Object actual =
                    JsonTree.parse(
                            PredictionJson.array(
                                    model.bind(schema).predict(table), PredictionJson.Detail.FULL));
            String different =
                    zoo.isRefusedByMlflow()
                            ? differenceByName(zoo, JsonTree.list(actual))
                            : zoo.tolerance().difference(predictions(zoo), actual, "");
            assertThat(different).as(zoo.name()).isNull();
        }
    }

    private static @Nullable Object predictions(ZooModel zoo) throws IOException {
        byte[] json = Files.readAllBytes(zoo.folder().resolve("expected_invocations.json"));
        assertThat(new String(json, StandardCharsets.UTF_8)).startsWith("{\"predictions\"");
        return JsonTree.object(JsonTree.parse(json)).get("predictions");
    }

    /** Rows of {@code expected.csv}: {@code output} or {@code output:index}. */
    private static @Nullable String differenceByName(ZooModel zoo, List<@Nullable Object> answers)
            throws IOException {
        ExpectedCsv expected = ExpectedCsv.of(zoo);
        assertThat(answers).hasSameSizeAs(expected.rows());
        for (int row = 0; row < answers.size(); row++) {
            Map<String, @Nullable Object> answer = JsonTree.object(answers.get(row));
            for (int i = 0; i < expected.names().size(); i++) {
                String[] name = expected.names().get(i).split(":");
                Object actual = answer.get(name[0]);
                if (name.length > 1) {
                    actual = JsonTree.list(actual).get(Integer.parseInt(name[1]));
                }
                String cell = expected.rows().get(row)[i];
                Object wanted = actual instanceof Number ? Double.valueOf(cell) : cell;
                String different =
                        zoo.tolerance()
                                .difference(wanted, actual, row + "." + expected.names().get(i));
                if (different != null) {
                    return different;
                }
            }
        }
        return null;
    }
}
