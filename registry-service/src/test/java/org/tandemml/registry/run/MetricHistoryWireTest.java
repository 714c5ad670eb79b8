package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
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
class MetricHistoryWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private Answer history(String run, Map<String, ?> more) {
        Map<String, Object> query = new HashMap<>(Map.of("run_id", run, "metric_key", "a"));
        query.putAll(more);
        return wire.get("metrics/get-history", query);
    }

    private static List<String> points(Answer answer) {
        List<String> points = new ArrayList<>();
        for (JsonNode point : answer.ok().json().path("metrics")) {
            points.add(
                    point.get("timestamp").asText()
                            + ":"
                            + point.get("step").asText()
                            + ":"
                            + point.get("value").asText());
        }
        return points;
    }

    @Test
    void allPointsComeByTimeStepAndValue() {
        String run = tracking.runOf("history");
        for (String point : List.of("2:1:3.0", "1:2:3.0", "1:1:NaN", "1:1:7.0", "3:-5:-Infinity")) {
            String[] parts = point.split(":");
            tracking.logMetric(
                            run, "a", parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]))
                    .ok();
        }
        Golden.assertMatches("metrics/get-history", history(run, Map.of()).ok().json());
        assertThat(history(run, Map.of("max_results", 10))).isEqualTo(history(run, Map.of()));
    }

    @Test
    void aPointThatIsRepeatedIsKeptOnce() {
        String run = tracking.runOf("history-repeat");
        for (int i = 0; i < 3; i++) {
            tracking.logMetric(run, "a", "NaN", 1, 1).ok();
            tracking.logMetric(run, "a", 0.25, 1, 1).ok();
            tracking.logMetric(run, "a", "Infinity", 1, 1).ok();
        }
        assertThat(points(history(run, Map.of())))
                .containsExactly("1:1:0.25", "1:1:Infinity", "1:1:NaN");
    }

    @Test
    void pagesJoinWithoutGapOrRepetition() {
        String run = tracking.runOf("history-pages");
        wire.post(
                        "runs/log-batch",
                        Map.of(
                                "run_id",
                                run,
                                "metrics",
                                IntStream.range(0, 7)
                                        .mapToObj(
                                                i ->
                                                        Map.of(
                                                                "key",
                                                                "a",
                                                                "value",
                                                                i,
                                                                "timestamp",
                                                                i / 3,
                                                                "step",
                                                                0))
                                        .toList()))
                .ok();
        List<String> all = points(history(run, Map.of()));
        assertThat(all).hasSize(7);
        List<String> paged = new ArrayList<>();
        Answer page = history(run, Map.of("max_results", 2));
        while (true) {
            paged.addAll(points(page));
            String token = page.at("/next_page_token");
            if (token.isEmpty()) {
                break;
            }
            page = history(run, Map.of("max_results", 2, "page_token", token));
        }
        assertThat(paged).isEqualTo(all);
        assertThat(history(run, Map.of("max_results", 7)).json().has("next_page_token")).isFalse();
    }

    @Test
    void aTokenIsGoodForItsRunAndKeyOnly() {
        String run = tracking.runOf("history-token");
        String other = tracking.runOf("history-token-other");
        for (int step = 0; step < 3; step++) {
            tracking.logMetric(run, "a", 0.5, 1, step).ok();
            tracking.logMetric(run, "b", 0.5, 1, step).ok();
            tracking.logMetric(other, "a", 0.5, 1, step).ok();
        }
        String token = history(run, Map.of("max_results", 1)).at("/next_page_token");
        Map<String, Object> next = Map.of("max_results", 1, "page_token", token);
        assertThat(points(history(run, next))).containsExactly("1:1:0.5");
        history(other, next).invalid("page_token");
        wire.get(
                        "metrics/get-history",
                        Map.of("run_id", run, "metric_key", "b", "page_token", token))
                .invalid("page_token");
    }

    @Test
    void anUnknownRunOrKeyHasNoHistory() {
        String run = tracking.runOf("history-none");
        assertThat(history(run, Map.of()).ok().text()).isEqualTo("{}");
        assertThat(history("nobody", Map.of()).ok().text()).isEqualTo("{}");
        assertThat(history("nobody", Map.of("max_results", 5)).ok().text()).isEqualTo("{}");
        assertThat(history(run, Map.of("metric_key", "never-logged", "max_results", 5)).ok().text())
                .isEqualTo("{}");
    }

    @Test
    void whatIsMalformedIsRefused() {
        String run = tracking.runOf("history-bad");
        history(run, Map.of("max_results", 0)).invalid("'max_results'");
        history(run, Map.of("max_results", -1)).invalid("'max_results'");
        history(run, Map.of("max_results", "x")).invalid("'max_results'");
        for (String token : List.of("garbage", "!", "MSwy", "MSwyLHg", "MSwyLDMsNA")) {
            history(run, Map.of("max_results", 5, "page_token", token)).invalid("page_token");
        }
        wire.get("metrics/get-history", Map.of("run_id", run)).invalid("'metric_key'");
        wire.get("metrics/get-history", Map.of("metric_key", "a")).invalid("'run_id'");
    }
}
