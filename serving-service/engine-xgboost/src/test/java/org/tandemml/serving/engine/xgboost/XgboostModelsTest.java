package org.tandemml.serving.engine.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** Models of XGBoost with XGBoost's own answers: margins to an ulp of binary32. */
class XgboostModelsTest {
    private final XgboostRuntime runtime = new XgboostRuntime();

    /** Made by {@code src/test/python/make_models.py}. */
    @TestFactory
    Stream<DynamicTest> answers_what_xgboost_answered() {
        return answers(ZooModel.own(XgboostModelsTest.class));
    }

    @TestFactory
    Stream<DynamicTest> answers_what_xgboost_answered_in_the_zoo() {
        List<ZooModel> models = ZooModel.good("xgboost-");
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return answers(models);
    }

    private Stream<DynamicTest> answers(List<ZooModel> models) {
        return models.stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)));
    }

    private void assertAnswers(ZooModel zoo) throws Exception {
        try (XgboostModel model = (XgboostModel) runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            ExpectedCsv expected = ExpectedCsv.of(zoo);
            double[] wanted = expected.numbers("raw");
            if (wanted.length > 0) {
                double[] margins = model.sums(model.reader(zoo.schema()), zoo.table());
                assertThat(margins).hasSameSizeAs(wanted);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(margins[i])
                            .as("margin %d", i)
                            .isCloseTo(wanted[i], within((double) Math.ulp((float) wanted[i])));
                }
            }
            Object answers =
                    JsonTree.parse(
                            PredictionJson.array(
                                    model.bind(zoo.schema()).predict(zoo.table()),
                                    PredictionJson.Detail.FULL));
            Object answered = zoo.isRefusedByMlflow() ? expected.column("p:1") : zoo.expected();
            assertThat(zoo.tolerance().difference(answered, answers, "")).isNull();
        }
    }

    @TestFactory
    Stream<DynamicTest> refuses_hostile_files_of_the_zoo() {
        List<ZooModel> models = new ArrayList<>(ZooModel.hostile("xgboost-"));
        models.addAll(ZooModel.hostile("empty-xgboost"));
        models.addAll(ZooModel.hostile("empty-ubj"));
        models.addAll(ZooModel.hostile("noise-xgboost"));
        models.addAll(ZooModel.hostile("noise-ubj"));
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertRefused(zoo)));
    }

    private void assertRefused(ZooModel zoo) {
        String reason = Refusal.of(runtime, zoo);
        assertThat(reason).isNotNull().doesNotStartWith("exhausted");
    }
}
