package org.tandemml.serving.engine.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.zoo.ExpectedCsv;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.Refusal;
import org.tandemml.serving.engine.zoo.ZooModel;

/** Models of LightGBM with LightGBM's own answers: raw scores to the bit. */
class LightgbmModelsTest {

    private final LightgbmRuntime runtime = new LightgbmRuntime();

    /** Made by {@code src/test/python/make_models.py}. */
    @TestFactory
    Stream<DynamicTest> answers_what_lightgbm_answered() {
        return answers(ZooModel.own(LightgbmModelsTest.class));
    }

    @TestFactory
    Stream<DynamicTest> answers_what_lightgbm_answered_in_the_zoo() {
        List<ZooModel> models = ZooModel.good("lightgbm-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return answers(models);
    }

    private Stream<DynamicTest> answers(List<ZooModel> models) {
        return models.stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)));
    }

    private void assertAnswers(ZooModel zoo) throws Exception {
        try (LightgbmModel model = (LightgbmModel) runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            ExpectedCsv expected = ExpectedCsv.of(zoo);
            // The sums of the leaves: equal to the bit.
            double[] raw = model.sums(model.reader(zoo.schema()), zoo.table());
            assertThat(raw).as(zoo.name()).containsExactly(expected.numbers("raw"));
            Object answers =
                    JsonTree.parse(
                            PredictionJson.array(
                                    model.bind(zoo.schema()).predict(zoo.table()),
                                    PredictionJson.Detail.FULL));
            Object wanted = zoo.isRefusedByMlflow() ? expected.column("p:1") : zoo.expected();
            assertThat(zoo.tolerance().difference(wanted, answers, "")).isNull();
        }
    }

    @TestFactory
    Stream<DynamicTest> refuses_hostile_files_of_the_zoo() {
        List<ZooModel> models = new ArrayList<>(ZooModel.hostile("lightgbm-"));
        models.addAll(ZooModel.hostile("empty-lightgbm"));
        models.addAll(ZooModel.hostile("noise-lightgbm"));
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertRefused(zoo)));
    }

    private void assertRefused(ZooModel zoo) {
        assertThat(Refusal.of(runtime, zoo)).isNotNull().doesNotStartWith("exhausted");
    }
}
