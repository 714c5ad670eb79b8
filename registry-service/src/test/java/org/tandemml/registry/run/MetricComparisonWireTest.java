package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class MetricComparisonWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private String run(String experiment, int from, int to) {
        String run = tracking.run(experiment);
        wire.post(
                        "runs/log-batch",
                        Map.of(
                                "run_id",
                                run,
                                "metrics",
                                IntStream.range(from, to)
                                        .mapToObj(
                                                i ->
                                                        Map.of(
                                                                "key",
                                                                "a",
                                                                "value",
                                                                i,
                                                                "timestamp",
                                                                100 - i,
                                                                "step",
                                                                i))
                                        .toList()))
                .ok();
        return run;
    }

    private Answer sample(List<String> runs, Map<String, ?> more) {
        Map<String, Object> query = new HashMap<>(Map.of("run_ids", runs, "metric_key", "a"));
        query.putAll(more);
        return wire.get("metrics/get-history-bulk-interval", query);
    }

    private static List<Integer> steps(Answer answer, String run) {
        List<Integer> steps = new ArrayList<>();
        for (JsonNode point : answer.ok().json().path("metrics")) {
            if (point.get("run_id").textValue().equals(run)) {
                steps.add(point.get("step").intValue());
            }
        }
        return steps;
    }

    @Test
    void aSampleKeepsTheFirstAndLastStepOfEachRun() {
        String experiment = tracking.experiment("compare-sample");
        String longer = run(experiment, 0, 100);
        String shorter = run(experiment, 13, 44);
        Answer answer = sample(List.of(longer, shorter), Map.of("max_results", 10));
        assertThat(steps(answer, longer))
                .containsExactly(0, 10, 13, 20, 30, 40, 43, 50, 60, 70, 80, 90, 99);
        assertThat(steps(answer, shorter)).containsExactly(13, 20, 30, 40, 43);
    }

    @Test
    void aSampleIsLimitedToSteps() {
        String run = run(tracking.experiment("compare-range"), 0, 100);
        assertThat(steps(sample(List.of(run), Map.of("start_step", 10, "end_step", 13)), run))
                .containsExactly(10, 11, 12, 13);
        assertThat(steps(sample(List.of(run), Map.of()), run)).hasSize(100);
        sample(List.of(run), Map.of("start_step", 1)).invalid("both must be specified");
        sample(List.of(run), Map.of("start_step", 2, "end_step", 1)).invalid("end_step");
    }

    @Test
    void allPointsOfSeveralRunsComeInOneAnswer() {
        String experiment = tracking.experiment("compare-all");
        List<String> runs = new ArrayList<>(List.of(run(experiment, 0, 3), run(experiment, 0, 3)));
        Collections.sort(runs);
        Answer answer =
                wire.get(
                        "metrics/get-history-bulk",
                        Map.of("run_id", runs, "metric_key", "a", "max_results", 4));
        Golden.assertMatches("metrics/get-history-bulk", answer.ok().json());
        assertThat(steps(answer, runs.get(0))).containsExactly(2, 1, 0);
        assertThat(steps(answer, runs.get(1))).containsExactly(2);
    }

    @Test
    void unknownRunsAndKeysHaveNoPoints() {
        assertThat(sample(List.of("nobody"), Map.of()).ok().text()).isEqualTo("{}");
        assertThat(sample(List.of("nobody"), Map.of("metric_key", "never")).ok().text())
                .isEqualTo("{}");
    }

    @Test
    void whatIsMalformedIsRefused() {
        for (Object size : List.of(0, -1, 2501, "x")) {
            sample(List.of("nobody"), Map.of("max_results", size)).invalid("'max_results'");
        }
        sample(Collections.nCopies(101, "nobody"), Map.of()).invalid("'run_ids'");
        wire.get("metrics/get-history-bulk-interval", Map.of("metric_key", "a"))
                .invalid("'run_ids'");
        wire.get("metrics/get-history-bulk-interval", Map.of("run_ids", "x"))
                .invalid("'metric_key'");
        wire.get("metrics/get-history-bulk", Map.of("metric_key", "a")).invalid("'run_id'");
    }

    @Test
    void datasetsOfExperimentsAreListedWithTheirUse() {
        String experiment = tracking.experiment("compare-datasets");
        for (String context : List.of("train", "train", "eval")) {
            wire.post(
                            "runs/log-inputs",
                            Map.of(
                                    "run_id",
                                    tracking.run(experiment),
                                    "datasets",
                                    TrackingWire.datasets(
                                            context, Map.of("name", "d", "digest", "1"))))
                    .ok();
        }
        Answer answer =
                wire.send(
                        "POST",
                        "/ajax-api/2.0/mlflow/experiments/search-datasets",
                        Map.of("experiment_ids", List.of(experiment)));
        tracking.assertGolden("experiments/search-datasets", answer, experiment);
        wire.post("experiments/search-datasets", Map.of()).invalid("'experiment_ids'");
        wire.post(
                        "experiments/search-datasets",
                        Map.of("experiment_ids", Collections.nCopies(21, "1")))
                .invalid("'experiment_ids'");
    }
}
