package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** How long every field and every list may be, and what becomes of one more. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldLimitsTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);
    private String experiment;
    private String run;

    /** What becomes of one more than the limit. */
    enum Beyond {
        REFUSED,
        CUT
    }

    /** A call that holds so much of the thing. */
    private interface Call {
        Answer with(FieldLimitsTest test, int size);
    }

    /** A row of the table. */
    private record Limit(String thing, int largest, Beyond beyond, Call call) {
        @Override
        public String toString() {
            return thing + " | " + largest + " | " + beyond;
        }
    }

    @BeforeEach
    void makeOnce() {
        if (experiment == null) {
            make();
        }
    }

    private void make() {
        experiment = tracking.experiment("limits " + UUID.randomUUID());
        run = tracking.run(experiment);
    }

    static Stream<Limit> keys() {
        return Stream.of(
                limit("metric key", 250, (t, n) -> t.log("metrics", t.metric(text(n)))),
                limit("param key", 250, (t, n) -> t.log("params", pair(text(n), "v"))),
                limit("run tag key", 250, (t, n) -> t.log("tags", pair(text(n), "v"))),
                limit("experiment tag key", 250, (t, n) -> t.tag(text(n), "v")),
                limit("registered-model tag key", 250, (t, n) -> t.tagModel(text(n), "v")),
                limit("version tag key", 250, (t, n) -> t.tagVersion(text(n), "v")),
                limit(
                        "logged-model tag key",
                        250,
                        (t, n) -> t.loggedModel("tags", List.of(pair(text(n), "v")))),
                limit(
                        "logged-model param key",
                        250,
                        (t, n) -> t.loggedModel("params", List.of(pair(text(n), "v")))),
                limit("input tag key", 255, (t, n) -> t.dataset("tag", text(n))));
    }

    static Stream<Limit> values() {
        return Stream.of(
                cut("param value", 6_000, (t, n) -> t.logged("params", n)),
                cut("run tag value", 8_000, (t, n) -> t.logged("tags", n)),
                limit("experiment tag value", 20_000, (t, n) -> t.tag("k", text(n))),
                limit("registered-model tag value", 100_000, (t, n) -> t.tagModel("k", text(n))),
                limit("version tag value", 100_000, (t, n) -> t.tagVersion("k", text(n))),
                limit("input tag value", 500, (t, n) -> t.dataset("tag value", text(n))),
                limit("experiment name", 256, (t, n) -> t.create("name", fresh(n))),
                limit(
                        "artifact_location",
                        2048,
                        (t, n) -> t.create("artifact_location", "s3://b/" + text(n - 7))),
                limit("run name", 256, (t, n) -> t.createRun("run_name", text(n))),
                limit("user_id", 256, (t, n) -> t.createRun("user_id", text(n))),
                limit("registered-model name", 256, (t, n) -> t.createModel("name", fresh(n))),
                limit(
                        "registered-model description",
                        100_000,
                        (t, n) -> t.createModel("description", text(n))),
                limit(
                        "version description",
                        100_000,
                        (t, n) -> t.createVersion("description", text(n))),
                limit(
                        "version source",
                        2048,
                        (t, n) -> t.createVersion("source", "s3://b/" + text(n - 7))),
                limit("version run_link", 2048, (t, n) -> t.createVersion("run_link", text(n))),
                limit("alias", 255, (t, n) -> t.alias(text(n))),
                limit("logged-model name", 500, (t, n) -> t.loggedModel("name", text(n))),
                limit(
                        "logged-model model_type",
                        500,
                        (t, n) -> t.loggedModel("model_type", text(n))),
                limit("dataset name", 500, (t, n) -> t.dataset("name", text(n))),
                limit("dataset digest", 36, (t, n) -> t.dataset("digest", text(n))),
                limit("dataset source_type", 256, (t, n) -> t.dataset("source_type", text(n))),
                limit("dataset source", 65_535, (t, n) -> t.dataset("source", text(n))),
                limit("dataset schema", 1_048_575, (t, n) -> t.dataset("schema", text(n))),
                limit("dataset profile", 16_777_215, (t, n) -> t.dataset("profile", text(n))));
    }

    static Stream<Limit> lists() {
        return Stream.of(
                limit("log-batch metrics", 1_000, (t, n) -> t.batch(n, 0, 0)),
                limit("log-batch params", 100, (t, n) -> t.batch(0, n, 0)),
                limit("log-batch tags", 100, (t, n) -> t.batch(0, 0, n)),
                limit("log-batch, all together", 1_000, (t, n) -> t.batch(n - 200, 100, 100)),
                limit("log-inputs datasets", 1_000, (t, n) -> t.datasets(n)),
                limit("runs/create tags", 10_000, (t, n) -> t.createRun("tags", pairs(n))),
                limit("experiments/create tags", 10_000, (t, n) -> t.create("tags", pairs(n))),
                limit(
                        "registered-models/create tags",
                        10_000,
                        (t, n) -> t.createModel("tags", pairs(n))),
                limit(
                        "model-versions/create tags",
                        10_000,
                        (t, n) -> t.createVersion("tags", pairs(n))),
                limit("logged-models tags", 10_000, (t, n) -> t.loggedModel("tags", pairs(n))),
                limit("logged-models params", 10_000, (t, n) -> t.loggedModel("params", pairs(n))),
                limit(
                        "search-datasets experiment_ids",
                        20,
                        (t, n) ->
                                t.wire.post(
                                        "experiments/search-datasets",
                                        Map.of("experiment_ids", t.ids(n)))),
                limit("logged-models/search datasets", 100, (t, n) -> t.searchDatasets(n)),
                limit("get-history-bulk run_id", 100, (t, n) -> t.history("", "run_id", n)),
                limit(
                        "get-history-bulk-interval run_ids",
                        100,
                        (t, n) -> t.history("-interval", "run_ids", n)),
                limit(
                        "elements in all lists of a request",
                        100_000,
                        (t, n) -> t.wire.post("runs/search", Map.of("experiment_ids", t.ids(n)))));
    }

    static Stream<Limit> numbers() {
        return Stream.of(
                limit("runs/search max_results", 50_000, (t, n) -> t.page("runs/search", n)),
                limit(
                        "experiments/search max_results",
                        50_000,
                        (t, n) -> t.page("experiments/search", n)),
                limit(
                        "logged-models/search max_results",
                        1_000,
                        (t, n) -> t.page("logged-models/search", n)),
                limit(
                        "registered-models/search max_results",
                        1_000,
                        (t, n) -> t.getPage("registered-models/search", n)),
                limit(
                        "model-versions/search max_results",
                        200_000,
                        (t, n) -> t.getPage("model-versions/search", n)),
                limit("webhooks max_results", 1_000, (t, n) -> t.getPage("webhooks", n)),
                limit(
                        "get-history-bulk-interval max_results",
                        2_500,
                        (t, n) ->
                                t.wire.get(
                                        "metrics/get-history-bulk-interval",
                                        Map.of(
                                                "run_ids",
                                                t.run,
                                                "metric_key",
                                                "m",
                                                "max_results",
                                                n))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"keys", "values", "lists", "numbers"})
    void aFieldHasALimit(Limit limit) {
        limit.call().with(this, limit.largest()).ok();
        Answer beyond = limit.call().with(this, limit.largest() + 1);
        if (limit.beyond() == Beyond.REFUSED) {
            beyond.invalid("");
            assertThat(beyond.at("/message")).matches("(?s).*[0-9a-z_]{3}.*").hasSizeLessThan(500);
        } else {
            assertThat(beyond.ok().text()).isEqualTo("\"" + text(limit.largest()) + "\"");
        }
    }

    private static Limit limit(String thing, int largest, Call call) {
        return new Limit(thing, largest, Beyond.REFUSED, call);
    }

    private static Limit cut(String thing, int largest, Call call) {
        return new Limit(thing, largest, Beyond.CUT, call);
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    private static String fresh(int length) {
        return UUID.randomUUID() + text(length - 36);
    }

    private static Map<String, Object> pair(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private static List<Map<String, Object>> pairs(int count) {
        return IntStream.range(0, count).mapToObj(i -> pair("k" + i, "v")).toList();
    }

    private Map<String, Object> metric(String key) {
        return Map.of("key", key, "value", 1, "timestamp", 1);
    }

    private List<String> ids(int count) {
        return Collections.nCopies(count, experiment);
    }

    private Answer log(String list, Map<String, Object> entry) {
        return wire.post("runs/log-batch", Map.of("run_id", run, list, List.of(entry)));
    }

    /** The stored value, as the body of an answer. */
    private Answer logged(String list, int length) {
        String key = "k" + length;
        log(list, pair(key, text(length))).ok();
        for (JsonNode entry : tracking.getRun(run).json().at("/run/data/" + list)) {
            if (entry.path("key").asText().equals(key)) {
                return new Answer(200, entry.get("value").toString());
            }
        }
        throw new AssertionError(key + " is not there");
    }

    private Answer batch(int metrics, int params, int tags) {
        String target = tracking.run(experiment);
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < metrics; i++) {
            points.add(metric("m" + i));
        }
        return wire.post(
                "runs/log-batch",
                Map.of(
                        "run_id",
                        target,
                        "metrics",
                        points,
                        "params",
                        pairs(params),
                        "tags",
                        pairs(tags)));
    }

    private Answer tag(String key, String value) {
        return wire.post(
                "experiments/set-experiment-tag",
                Map.of("experiment_id", experiment, "key", key, "value", value));
    }

    private String model() {
        String name = "limits-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", name)).ok();
        wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m")).ok();
        return name;
    }

    private Answer tagModel(String key, String value) {
        return wire.post(
                "registered-models/set-tag", Map.of("name", model(), "key", key, "value", value));
    }

    private Answer tagVersion(String key, String value) {
        return wire.post(
                "model-versions/set-tag",
                Map.of("name", model(), "version", "1", "key", key, "value", value));
    }

    private Answer alias(String alias) {
        return wire.post(
                "registered-models/alias", Map.of("name", model(), "version", "1", "alias", alias));
    }

    private Answer send(String path, Map<String, Object> base, String field, Object value) {
        Map<String, Object> body = new HashMap<>(base);
        body.put(field, value);
        return wire.post(path, body);
    }

    private Answer create(String field, Object value) {
        return send("experiments/create", Map.of("name", fresh(36)), field, value);
    }

    private Answer createRun(String field, Object value) {
        return send("runs/create", Map.of("experiment_id", experiment), field, value);
    }

    private Answer createModel(String field, Object value) {
        return send("registered-models/create", Map.of("name", fresh(36)), field, value);
    }

    private Answer createVersion(String field, Object value) {
        return send(
                "model-versions/create",
                Map.of("name", model(), "source", "s3://b/m"),
                field,
                value);
    }

    private Answer loggedModel(String field, Object value) {
        return send("logged-models", Map.of("experiment_id", experiment), field, value);
    }

    private Answer dataset(String field, String value) {
        Map<String, Object> dataset =
                new HashMap<>(
                        Map.of("name", "d", "digest", "x", "source_type", "t", "source", "s"));
        Map<String, Object> tag =
                field.equals("tag")
                        ? pair(value, "v")
                        : pair("k", field.startsWith("tag") ? value : "v");
        if (!field.startsWith("tag")) {
            dataset.put(field, value);
        }
        return wire.post(
                "runs/log-inputs",
                Map.of(
                        "run_id",
                        run,
                        "datasets",
                        List.of(Map.of("tags", List.of(tag), "dataset", dataset))));
    }

    private Answer datasets(int count) {
        List<?> inputs =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        Map.of(
                                                "dataset",
                                                Map.of(
                                                        "name",
                                                        "d" + i,
                                                        "digest",
                                                        "x",
                                                        "source_type",
                                                        "t",
                                                        "source",
                                                        "s")))
                        .toList();
        return wire.post("runs/log-inputs", Map.of("run_id", run, "datasets", inputs));
    }

    private Answer searchDatasets(int count) {
        List<?> datasets =
                Collections.nCopies(count, Map.of("dataset_name", "d", "dataset_digest", "x"));
        return wire.post(
                "logged-models/search",
                Map.of("experiment_ids", List.of(experiment), "datasets", datasets));
    }

    private Answer history(String kind, String field, int count) {
        return wire.get(
                "metrics/get-history-bulk" + kind,
                Map.of(field, Collections.nCopies(count, run), "metric_key", "m"));
    }

    private Answer page(String path, int size) {
        return wire.post(path, Map.of("experiment_ids", List.of(experiment), "max_results", size));
    }

    private Answer getPage(String path, int size) {
        return wire.get(path, Map.of("max_results", size));
    }
}
