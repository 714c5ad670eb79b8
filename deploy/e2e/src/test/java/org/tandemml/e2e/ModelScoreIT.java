package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.engine.zoo.ZooModel;

/**
 * {@code deploy/score} on the models that the engines keep for their tests, and on hostile ones of
 * {@code make_hostile.py}; beside a zoo on the hostile ones there, too.
 */
class ModelScoreIT {
    private static final String MODELS =
            "serving-service/engine-%1$s/src/test/resources/org/tandemml/serving/engine/%1$s/models";
    private static final String HOSTILE = "deploy/e2e/src/test/resources/models/hostile";

    @TempDir Path work;

    @Test
    void theGoodAreServedAndTheHostileRefused() throws Exception {
        List<Path> good =
                Stream.of("lightgbm", "sklearn", "xgboost")
                        .map(engine -> Checkout.root().resolve(MODELS.formatted(engine)))
                        .toList();
        List<Path> hostile = new ArrayList<>(List.of(Checkout.root().resolve(HOSTILE)));
        Path zoo = ZooModel.root();
        if (zoo != null) {
            hostile.add(zoo.resolve("hostile"));
        }

        ScoreReport report = ModelScore.of(good, hostile, work);

        assertThat(report.misses()).as(report.text()).isEmpty();
        assertThat(report.total()).isGreaterThanOrEqualTo(60);
    }
}
