package org.tandemml.serving.engine.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.serving.engine.ModelLoadException;
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

class SklearnZooTest {
    /** Models that run code of their own. */
    private static final Set<String> MUST_REFUSE =
            Set.of("sklearn-custom-class", "sklearn-function-transformer");

    private final SklearnRuntime runtime = new SklearnRuntime();

    @TestFactory
    List<DynamicTest> answers_what_scikit_learn_answered() {
        List<ZooModel> models = ZooModel.good("sklearn-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .filter(zoo -> !MUST_REFUSE.contains(zoo.name()))
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> refuses_hostile_files() {
        List<ZooModel> models = new ArrayList<>();
        for (String prefix : List.of("pickle-", "skops-", "empty-sklearn", "noise-sklearn")) {
            models.addAll(ZooModel.hostile(prefix));
        }
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        MUST_REFUSE.forEach(name -> models.addAll(ZooModel.good(name)));
        return models.stream()
                .map(
                        zoo ->
                                DynamicTest.dynamicTest(
                                        zoo.name(),
                                        () ->
                                                assertThat(Refusal.of(runtime, zoo))
                                                        .isNotNull()
                                                        .doesNotStartWith("exhausted")))
                .toList();
    }

    @TestFactory
    List<DynamicTest> answers_for_models_of_its_own() {
        return ZooModel.own(getClass()).stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)))
                .toList();
    }

    private void assertAnswers(ZooModel zoo) throws Exception {
        MlModel mlmodel = zoo.mlmodel();
        assertThat(zoo.tolerance().difference(zoo.expected(), answers(zoo, mlmodel), zoo.name()))
                .isNull();
        if (!zoo.has("expected.csv")) {
            return;
        }
        ExpectedCsv csv = ExpectedCsv.of(zoo);
        if (csv.names().stream().anyMatch(name -> name.startsWith("p:"))) {
            assertNumbers(zoo, csv, "predict_proba", csv.numbers("p"));
        }
        for (String scores : List.of("raw", "score")) {
            if (csv.names().stream().anyMatch(name -> name.split(":")[0].equals(scores))) {
                assertNumbers(zoo, csv, "decision_function", csv.numbers(scores));
            }
        }
    }

    private void assertNumbers(ZooModel zoo, ExpectedCsv csv, String method, double[] wanted)
            throws Exception {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object row : JsonTree.list(answers(zoo, calling(zoo.mlmodel(), method)))) {
            if (row instanceof List<?> several) {
                flat.addAll(several);
            } else {
                flat.add(row);
            }
        }
        List<@Nullable Object> expected = new ArrayList<>();
        for (double each : wanted) {
            expected.add(each);
        }
        assertThat(zoo.tolerance().difference(expected, flat, zoo.name() + " " + method)).isNull();
    }

    private static MlModel calling(MlModel model, String method) {
        Map<String, Map<String, @Nullable Object>> flavors = new LinkedHashMap<>(model.flavors());
        flavors.put("python_function", Map.of("predict_fn", method));
        return new MlModel(
                flavors,
                model.signature(),
                model.runId(),
                model.modelId(),
                model.inputExample(),
                model.params());
    }

    private @Nullable Object answers(ZooModel zoo, MlModel mlmodel) throws Exception {
        try (OpenModel model = runtime.open(zoo.modelFolder(), mlmodel)) {
            return answers(zoo, mlmodel, model);
        }
    }

    private static @Nullable Object answers(ZooModel zoo, MlModel mlmodel, OpenModel model)
            throws Exception {
        Signature signature = mlmodel.signature();
        Schema inputs = signature == null ? null : signature.inputs();
        Schema schema = Objects.requireNonNullElseGet(inputs, model::inputs);
        Table table = table(zoo, schema);
        return JsonTree.parse(
                PredictionJson.array(
                        model.bind(schema).predict(table), PredictionJson.Detail.FULL));
    }

    private static Table table(ZooModel zoo, Schema schema)
            throws java.io.IOException, ModelLoadException {
        return SignatureEnforcer.of(
                        schema,
                        List.of(),
                        new EnforcementSettings(zoo.name(), EnforcementMode.STRICT, 10_000, true))
                .parseJson(Files.readAllBytes(zoo.folder().resolve("input.json")))
                .table();
    }
}
