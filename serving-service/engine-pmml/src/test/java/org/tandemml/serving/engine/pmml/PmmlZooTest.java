package org.tandemml.serving.engine.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.Refusal;
import org.tandemml.serving.engine.zoo.ZooModel;

class PmmlZooTest {
    /** Models that have no program of ours. The list may only become shorter. */
    private static final Set<String> BY_PMML4S =
            Set.of(
                    "pmml-hand-clustering",
                    "pmml-hand-function-text",
                    "pmml-hand-knn",
                    "pmml-hand-mining-classification-average",
                    "pmml-hand-mining-classification-weightedAverage",
                    "pmml-hand-mining-median",
                    "pmml-hand-output",
                    "pmml-hand-regression-probit",
                    "pmml-hand-ruleset-first",
                    "pmml-hand-ruleset-max",
                    "pmml-hand-ruleset-sum",
                    "pmml-hand-scorecard",
                    "pmml-sklearn-kmeans");

    /** Models whose outputs say more than the usual answer: that answer is part of theirs. */
    private static final Set<String> WITH_OUTPUTS =
            Set.of("pmml-hand-output", "pmml-hand-scorecard");

    private final PmmlRuntime runtime = new PmmlRuntime();

    @Test
    void answers_what_the_trainers_answered() {
        List<ZooModel> models = ZooModel.good("pmml-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        Map<String, String> wrong = new TreeMap<>();
        for (ZooModel zoo : models) {
            String difference = difference(zoo);
            if (difference != null) {
                wrong.put(zoo.name(), difference);
            }
        }
        System.out.printf(
                "PMML: %d of %d models answer as their trainers%n",
                models.size() - wrong.size(), models.size());
        wrong.forEach((name, why) -> System.out.println("  " + name + " " + why));
        assertThat(wrong).isEmpty();
    }

    @Test
    void scores_trees_regressions_and_ensembles_of_them_by_programs() throws Exception {
        List<ZooModel> models = ZooModel.good("pmml-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        Map<String, String> byPmml4s = new TreeMap<>();
        for (ZooModel zoo : models) {
            try (OpenModel model = runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
                if (!((PmmlModel) model).usesProgram()) {
                    byPmml4s.put(
                            zoo.name(),
                            String.valueOf(
                                    model.bind(zoo.schema()).check().orElseThrow().fallback()));
                }
            }
        }
        assertThat(byPmml4s.keySet()).as("%s", byPmml4s).isEqualTo(BY_PMML4S);
    }

    @TestFactory
    Stream<DynamicTest> refuses_hostile_files() {
        List<ZooModel> models = new ArrayList<>(ZooModel.hostile("pmml-"));
        models.addAll(ZooModel.hostile("empty-pmml"));
        models.addAll(ZooModel.hostile("noise-pmml"));
        models.addAll(ZooModel.hostile("mlmodel-signature-disagrees"));
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(
                        zoo ->
                                DynamicTest.dynamicTest(
                                        zoo.name(),
                                        () -> {
                                            String reason = Refusal.of(runtime, zoo);
                                            assertThat(reason).isNotNull();
                                        }));
    }

    private @Nullable String difference(ZooModel zoo) {
        try (OpenModel model = runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            byte[] json =
                    PredictionJson.array(
                            model.bind(zoo.schema()).predict(zoo.table()),
                            PredictionJson.Detail.FULL);
            Object actual = JsonTree.parse(json);
            return WITH_OUTPUTS.contains(zoo.name())
                    ? differenceByName(zoo, JsonTree.list(actual))
                    : zoo.tolerance().difference(zoo.expected(), actual, "");
        } catch (Exception | StackOverflowError failure) {
            return failure.toString();
        }
    }

    /** Rows of {@code expected.csv} against answers that are objects. */
    private static @Nullable String differenceByName(ZooModel zoo, List<@Nullable Object> answers)
            throws IOException {
        List<String> lines = Files.readAllLines(zoo.folder().resolve("expected.csv"));
        String[] names = lines.get(0).split(",");
        for (int row = 0; row < answers.size(); row++) {
            String[] cells = lines.get(row + 1).split(",");
            Map<String, @Nullable Object> answer = JsonTree.object(answers.get(row));
            for (int i = 0; i < names.length; i++) {
                Object actual =
                        names[i].startsWith("out:")
                                ? answer.get(names[i].substring(4))
                                : names[i].startsWith("p:")
                                        ? JsonTree.object(answer.get("probabilities"))
                                                .get(names[i].substring(2))
                                        : answer.get("prediction");
                Object expected = actual instanceof Number ? Double.valueOf(cells[i]) : cells[i];
                String different =
                        zoo.tolerance().difference(expected, actual, row + "." + names[i]);
                if (different != null) {
                    return different;
                }
            }
        }
        return null;
    }

    @Test
    void refuses_rows_that_the_model_declares_invalid() throws Exception {
        List<ZooModel> models = ZooModel.good("pmml-hand-schema-return-invalid");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        ZooModel zoo = models.get(0);
        try (OpenModel model = runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            Predictor predictor = model.bind(zoo.schema());
            Table invalid = zoo.table("invalid.json", zoo.schema());
            for (int row = 0; row < invalid.rows(); row++) {
                Table one =
                        Tables.of(
                                zoo.schema(),
                                List.<@Nullable Object[]>of(
                                        new Object[] {
                                            invalid.column(0).asDouble(row),
                                            invalid.column(1).asDouble(row)
                                        }));
                assertThatThrownBy(() -> predictor.predict(one))
                        .isInstanceOf(PredictionException.class)
                        .hasMessageContaining("Row 0")
                        .hasMessageContaining("column");
            }
        }
    }
}
