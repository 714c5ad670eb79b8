package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class RunLogWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private Answer post(String call, String run, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("run_id", run);
        return wire.post("runs/" + call, body);
    }

    private Map<String, String> data(String run, String part) {
        Map<String, String> values = new TreeMap<>();
        for (JsonNode entry : tracking.getRun(run).json().at("/run/data/" + part)) {
            values.put(entry.get("key").textValue(), entry.get("value").asText());
        }
        return values;
    }

    private Map<String, String> params(String run) {
        return data(run, "params");
    }

    private Map<String, String> tags(String run) {
        Map<String, String> tags = data(run, "tags");
        tags.remove("mlflow.runName");
        return tags;
    }

    private static List<Map<String, Object>> entries(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.<String, Object>of("key", prefix + i, "value", "" + i))
                .toList();
    }

    private static List<Map<String, Object>> points(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.<String, Object>of("key", "m" + i, "value", i, "timestamp", 1))
                .toList();
    }

    @Test
    void aMetricIsLogged() {
        String run = tracking.runOf("log-metric");
        assertThat(
                        post("log-metric", run, Map.of("key", "a", "value", 0.5, "timestamp", 7))
                                .ok()
                                .text())
                .isEqualTo("{}");
        assertThat(tracking.getRun(run).json().at("/run/data/metrics").toString())
                .isEqualTo("[{\"key\":\"a\",\"value\":0.5,\"timestamp\":7,\"step\":0}]");
    }

    /** The latest is the largest of step, timestamp and value, in whatever order they come. */
    @ParameterizedTest
    @CsvSource({
        "1:9:1 2:1:0,0.0",
        "2:1:0 1:9:1,0.0",
        "1:1:5 1:2:3,3.0",
        "1:2:3 1:1:5,3.0",
        "1:1:5 1:1:3,5.0",
        "1:1:3 1:1:5,5.0",
        "1:1:NaN 1:1:5,NaN",
        "1:1:5 1:1:NaN,NaN",
        "-2:1:1 -1:1:2,2.0"
    })
    void theLatestValueIsTheLargest(String points, String latest) {
        String run = tracking.runOf("log-latest-" + points);
        for (String point : points.split(" ")) {
            String[] parts = point.split(":");
            tracking.logMetric(
                            run, "a", parts[2], Long.parseLong(parts[1]), Long.parseLong(parts[0]))
                    .ok();
        }
        assertThat(data(run, "metrics")).containsExactly(Map.entry("a", latest));
    }

    @Test
    void theLatestValueWithinABatchIsTheLargest() {
        String run = tracking.runOf("log-latest-batch");
        post(
                        "log-batch",
                        run,
                        Map.of(
                                "metrics",
                                List.of(
                                        Map.of("key", "a", "value", 1, "timestamp", 5, "step", 3),
                                        Map.of("key", "a", "value", 2, "timestamp", 9, "step", 1),
                                        Map.of("key", "a", "value", 1, "timestamp", 5, "step", 3))))
                .ok();
        assertThat(data(run, "metrics")).containsExactly(Map.entry("a", "1.0"));
    }

    @Test
    void aMetricNeedsItsFields() {
        String run = tracking.runOf("log-metric-bad");
        post("log-metric", run, Map.of("value", 1, "timestamp", 1)).invalid("'key'");
        post("log-metric", run, Map.of("key", "a", "timestamp", 1)).invalid("'value'");
        post("log-metric", run, Map.of("key", "a", "value", 1)).invalid("'timestamp'");
        post("log-metric", run, Map.of("key", "a", "value", 1, "timestamp", -1))
                .invalid("'timestamp'");
        post("log-metric", run, Map.of("key", "a", "value", "x", "timestamp", 1))
                .invalid("'value'");
        post("log-metric", run, Map.of("key", "a", "value", 1, "timestamp", 1, "step", 1.5))
                .invalid("'step'");
        wire.post("runs/log-metric", Map.of("key", "a", "value", 1, "timestamp", 1))
                .invalid("'run_id'");
        post("log-metric", "not a run", Map.of("key", "a", "value", 1, "timestamp", 1))
                .invalid("run ID");
        wire.post(
                        "runs/log-metric",
                        Map.of("run_uuid", run, "key", "a", "value", true, "timestamp", "1"))
                .ok();
        assertThat(data(run, "metrics")).containsExactly(Map.entry("a", "1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "a//b", "/x", "../x", ".", "a/", "", "a\tb"})
    void aKeyMustBeCleanEverywhere(String key) {
        String run = tracking.runOf("log-key-" + key.hashCode());
        post("log-metric", run, Map.of("key", key, "value", 1, "timestamp", 1)).invalid("key");
        post("log-parameter", run, Map.of("key", key, "value", "v")).invalid("key");
        post("set-tag", run, Map.of("key", key, "value", "v")).invalid("key");
        post("log-batch", run, Map.of("tags", List.of(Map.of("key", key)))).invalid("tags[0].key");
        post("log-batch", run, Map.of("params", List.of(Map.of("key", key))))
                .invalid("params[0].key");
    }

    @Test
    void keysMayHoldWhatClientsSend() {
        String run = tracking.runOf("log-keys");
        for (String key : List.of("a/b", "é", "a b", "a:b", "a.b-c_d", "k".repeat(250))) {
            post("log-parameter", run, Map.of("key", key, "value", "v")).ok();
        }
        assertThat(params(run)).hasSize(6);
        post("log-parameter", run, Map.of("key", "k".repeat(251), "value", "v")).invalid("key");
    }

    @Test
    void aParamNeverChanges() {
        String run = tracking.runOf("log-param");
        post("log-parameter", run, Map.of("key", "lr", "value", "0.1")).ok();
        post("log-parameter", run, Map.of("key", "lr", "value", "0.1")).ok();
        post("log-parameter", run, Map.of("key", "lr", "value", "0.2"))
                .invalid(
                        "Param with key='lr' was already logged with value='0.1' for run ID='"
                                + run
                                + "'. Attempted logging new value '0.2'.");
        post("log-parameter", run, Map.of("key", "n", "value", 5)).invalid("'value'");
        post("log-parameter", run, Map.of("key", "none")).ok();
        assertThat(params(run)).isEqualTo(Map.of("lr", "0.1", "none", ""));
    }

    @Test
    void longValuesAreCutBeforeTheyAreCompared() {
        String run = tracking.runOf("log-cut");
        post("log-parameter", run, Map.of("key", "p", "value", "x".repeat(7000))).ok();
        post("log-parameter", run, Map.of("key", "p", "value", "x".repeat(6500))).ok();
        post("log-parameter", run, Map.of("key", "p", "value", "x".repeat(5999)))
                .invalid("Changing param values");
        post("set-tag", run, Map.of("key", "t", "value", "y".repeat(9000))).ok();
        post("set-tag", run, Map.of("key", "u", "value", "y".repeat(7999) + "\uD83D\uDE00")).ok();
        assertThat(params(run)).isEqualTo(Map.of("p", "x".repeat(6000)));
        assertThat(tags(run)).isEqualTo(Map.of("t", "y".repeat(8000), "u", "y".repeat(7999)));
    }

    @Test
    void aTagIsReplacedAndRemoved() {
        String run = tracking.runOf("log-tag");
        post("set-tag", run, Map.of("key", "t", "value", "1")).ok();
        post("set-tag", run, Map.of("key", "t", "value", "2")).ok();
        post("set-tag", run, Map.of("key", "u")).ok();
        assertThat(tags(run)).isEqualTo(Map.of("t", "2", "u", ""));
        assertThat(post("delete-tag", run, Map.of("key", "t")).ok().text()).isEqualTo("{}");
        post("delete-tag", run, Map.of("key", "t")).refused(404, "RESOURCE_DOES_NOT_EXIST", "t");
        post("delete-tag", run, Map.of("key", "never-used"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "never-used");
        post("delete-tag", run, Map.of()).invalid("'key'");
        assertThat(tags(run)).isEqualTo(Map.of("u", ""));
    }

    @Test
    void theNameTagRenamesTheRun() {
        String run = tracking.runOf("log-name");
        post("set-tag", run, Map.of("key", "mlflow.runName", "value", "one")).ok();
        assertThat(tracking.getRun(run).at("/run/info/run_name")).isEqualTo("one");
        post(
                        "log-batch",
                        run,
                        Map.of("tags", List.of(Map.of("key", "mlflow.runName", "value", "two"))))
                .ok();
        assertThat(tracking.getRun(run).at("/run/info/run_name")).isEqualTo("two");
        post("set-tag", run, Map.of("key", "mlflow.runName", "value", "n".repeat(257)))
                .invalid("value");
    }

    @Test
    void anEmptyBatchIsFine() {
        String run = tracking.runOf("log-nothing");
        assertThat(post("log-batch", run, Map.of()).ok().text()).isEqualTo("{}");
        wire.post("runs/log-batch", Map.of()).invalid("'run_id'");
    }

    @Test
    void aBatchIsStoredWhollyOrNotAtAll() {
        String run = tracking.runOf("log-atomic");
        post("log-parameter", run, Map.of("key", "lr", "value", "0.1")).ok();
        Map<String, Object> batch =
                Map.of(
                        "metrics",
                        List.of(Map.of("key", "a", "value", 1, "timestamp", 1)),
                        "params",
                        List.of(
                                Map.of("key", "new", "value", "1"),
                                Map.of("key", "lr", "value", "0.2")),
                        "tags",
                        List.of(
                                Map.of("key", "t", "value", "v"),
                                Map.of("key", "mlflow.runName", "value", "renamed")));
        post("log-batch", run, batch).invalid("key='lr'");
        assertThat(params(run)).isEqualTo(Map.of("lr", "0.1"));
        assertThat(tags(run)).isEmpty();
        assertThat(data(run, "metrics")).isEmpty();
        assertThat(tracking.getRun(run).at("/run/info/run_name")).isNotEqualTo("renamed");
        assertThat(
                        wire.get("metrics/get-history", Map.of("run_id", run, "metric_key", "a"))
                                .ok()
                                .text())
                .isEqualTo("{}");
    }

    @Test
    void aBatchHasLimits() {
        String run = tracking.runOf("log-limits");
        post("log-batch", run, Map.of("metrics", points(1001))).invalid("1000 metrics. Got 1001");
        post("log-batch", run, Map.of("params", entries("p", 101))).invalid("100 params. Got 101");
        post("log-batch", run, Map.of("tags", entries("t", 101))).invalid("100 tags. Got 101");
        post("log-batch", run, Map.of("metrics", points(1000), "tags", entries("t", 1)))
                .invalid("1000 metrics, params and tags together. Got 1001");
        assertThat(data(run, "metrics")).isEmpty();
        post(
                        "log-batch",
                        run,
                        Map.of(
                                "metrics",
                                points(800),
                                "params",
                                entries("p", 100),
                                "tags",
                                entries("t", 100)))
                .ok();
        assertThat(data(run, "metrics")).hasSize(800);
        assertThat(params(run)).hasSize(100);
        assertThat(tags(run)).hasSize(100);
    }

    @Test
    void errorsOfABatchNameTheEntry() {
        String run = tracking.runOf("log-paths");
        List<Map<String, Object>> metrics = new ArrayList<>(points(1));
        metrics.add(Map.of("key", "b", "value", 1));
        post("log-batch", run, Map.of("metrics", metrics)).invalid("'metrics[1].timestamp'");
        post("log-batch", run, Map.of("metrics", List.of(Map.of("value", 1, "timestamp", 1))))
                .invalid("'metrics[0].key'");
        post("log-batch", run, Map.of("params", List.of(Map.of("value", "v"))))
                .invalid("'params[0].key'");
        post("log-batch", run, Map.of("params", List.of(Map.of("key", "k", "value", 1))))
                .invalid("'params[0].value'");
        post("log-batch", run, Map.of("tags", "x")).invalid("'tags'");
        post("log-batch", run, Map.of("params", List.of(Map.of("key", "k"), Map.of("key", "k"))))
                .invalid("params[1].key");
        assertThat(params(run)).isEmpty();
    }

    @Test
    void theLastOfATagTwiceInABatchWins() {
        String run = tracking.runOf("log-tags-twice");
        post(
                        "log-batch",
                        run,
                        Map.of(
                                "tags",
                                List.of(
                                        Map.of("key", "t", "value", "1"),
                                        Map.of("key", "t", "value", "2"))))
                .ok();
        assertThat(tags(run)).isEqualTo(Map.of("t", "2"));
    }

    @Test
    void loggedModelsOfTheOldWayAreAppendedToTheirTag() {
        String run = tracking.runOf("log-model");
        String model =
                "{\"artifact_path\":\"%s\",\"flavors\":{},\"utc_time_created\":\"t\",\"run_id\":\""
                        + run
                        + "\",\"signature\":null}";
        post("log-model", run, Map.of("model_json", model.formatted("a"))).ok();
        post("log-model", run, Map.of("model_json", model.formatted("b"))).ok();
        assertThat(tags(run).get("mlflow.log-model.history"))
                .isEqualTo("[" + model.formatted("a") + ", " + model.formatted("b") + "]");
        post("set-tag", run, Map.of("key", "mlflow.log-model.history", "value", "[ ]")).ok();
        post("log-model", run, Map.of("model_json", model.formatted("c"))).ok();
        assertThat(tags(run).get("mlflow.log-model.history"))
                .isEqualTo("[" + model.formatted("c") + "]");
        post("set-tag", run, Map.of("key", "mlflow.log-model.history", "value", "x")).ok();
        post("log-model", run, Map.of("model_json", model.formatted("d"))).invalid("no JSON list");
    }

    @Test
    void aLoggedModelOfTheOldWayMustBeComplete() {
        String run = tracking.runOf("log-model-bad");
        post("log-model", run, Map.of()).invalid("'model_json'");
        post("log-model", run, Map.of("model_json", Map.of())).invalid("'model_json'");
        post("log-model", run, Map.of("model_json", "nonsense")).invalid("'model_json'");
        post("log-model", run, Map.of("model_json", "[]")).invalid("'model_json'");
        post("log-model", run, Map.of("model_json", "{\"flavors\":{},\"run_id\":\"x\"}"))
                .invalid("missing mandatory fields: artifact_path, utc_time_created");
        post(
                        "log-model",
                        "nobody",
                        Map.of(
                                "model_json",
                                "{\"artifact_path\":\"a\",\"flavors\":{},\"utc_time_created\":\"t\","
                                        + "\"run_id\":\"x\"}"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "Run 'nobody' not found");
    }

    @Test
    void aDatasetIsLinkedOnceAndKeepsItsTags() {
        String experiment = tracking.experiment("log-inputs");
        String run = tracking.run(experiment);
        String other = tracking.run(experiment);
        for (String context : List.of("train", "eval")) {
            Map<String, Object> input =
                    Map.of(
                            "datasets",
                            List.of(
                                    Map.of(
                                            "tags",
                                            List.of(Map.of("key", "c", "value", context)),
                                            "dataset",
                                            Map.of("name", "d", "digest", "1", "source", "s"))));
            post("log-inputs", run, input).ok();
            post("log-inputs", context.equals("eval") ? other : run, input).ok();
        }
        assertThat(tracking.getRun(run).json().at("/run/inputs").toString())
                .isEqualTo(
                        "{\"dataset_inputs\":[{\"tags\":[{\"key\":\"c\",\"value\":\"train\"}],"
                                + "\"dataset\":{\"name\":\"d\",\"digest\":\"1\",\"source\":\"s\"}}]}");
        assertThat(tracking.getRun(other).at("/run/inputs/dataset_inputs/0/tags/0/value"))
                .isEqualTo("eval");
    }

    @Test
    void inputsHaveLimits() {
        String run = tracking.runOf("log-inputs-bad");
        Map<String, Integer> limits =
                Map.of("name", 500, "digest", 36, "source", 65_535, "schema", 1_048_575);
        limits.forEach(
                (field, limit) -> {
                    Map<String, String> dataset = new HashMap<>(Map.of("name", "d"));
                    dataset.put(field, "x".repeat(limit + 1));
                    post("log-inputs", run, Map.of("datasets", List.of(Map.of("dataset", dataset))))
                            .invalid("datasets[0].dataset." + field);
                });
        post("log-inputs", run, Map.of("datasets", List.of(Map.of())))
                .invalid("datasets[0].dataset");
        post("log-inputs", run, Map.of("datasets", List.of(Map.of("dataset", Map.of()))))
                .invalid("datasets[0].dataset.name");
        for (Map<String, String> tag :
                List.of(
                        Map.of("key", "k".repeat(256)),
                        Map.of("key", "k", "value", "v".repeat(501)),
                        Map.of("value", "v"))) {
            post(
                            "log-inputs",
                            run,
                            Map.of(
                                    "datasets",
                                    List.of(
                                            Map.of(
                                                    "tags",
                                                    List.of(tag),
                                                    "dataset",
                                                    Map.of("name", "d")))))
                    .invalid("datasets[0].tags[0].");
        }
        assertThat(post("log-inputs", run, Map.of()).ok().text()).isEqualTo("{}");
    }
}
