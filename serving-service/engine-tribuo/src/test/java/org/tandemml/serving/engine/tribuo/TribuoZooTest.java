package org.tandemml.serving.engine.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.zoo.JsonTree;
import org.tandemml.serving.engine.zoo.Refusal;
import org.tandemml.serving.engine.zoo.ZooModel;

class TribuoZooTest {
    private final TribuoRuntime runtime = new TribuoRuntime();

    @TestFactory
    List<DynamicTest> answers_what_tribuo_answered() {
        return Stream.concat(
                        ZooModel.own(TribuoZooTest.class).stream(),
                        ZooModel.good("tribuo-").stream())
                .map(zoo -> DynamicTest.dynamicTest(zoo.name(), () -> assertAnswers(zoo)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> refuses_hostile_files() {
        List<ZooModel> models = new java.util.ArrayList<>(ZooModel.hostile("tribuo-"));
        models.addAll(ZooModel.hostile("empty-tribuo"));
        models.addAll(ZooModel.hostile("noise-tribuo"));
        Assumptions.assumeFalse(models.isEmpty(), "no models beside this checkout");
        return models.stream()
                .map(
                        zoo ->
                                DynamicTest.dynamicTest(
                                        zoo.name(),
                                        () -> {
                                            String reason = Refusal.of(runtime, zoo);
                                            assertThat(reason).as(zoo.name()).isNotNull();
                                        }))
                .toList();
    }

    private void assertAnswers(ZooModel zoo) throws Exception {
        try (OpenModel model = runtime.open(zoo.modelFolder(), zoo.mlmodel())) {
            var predictor = model.bind(zoo.schema());
            byte[] json =
                    PredictionJson.array(
                            predictor.predict(zoo.table()), PredictionJson.Detail.FULL);
            assertThat(zoo.tolerance().difference(zoo.expected(), JsonTree.parse(json), ""))
                    .as(zoo.name())
                    .isNull();
        }
    }
}
