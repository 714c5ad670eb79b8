package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** What a call does about a field that it was not given. */
@QuarkusTest
class TrackingDefaultsTest {
    @Inject Sql sql;

    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);
    private String experiment;
    private String run;

    @BeforeEach
    void make() {
        experiment = tracking.experiment("defaults " + UUID.randomUUID());
        run = tracking.run(experiment);
    }

    static Stream<DefaultRow<TrackingDefaultsTest>> experiments() {
        return Stream.of(
                row(
                        "experiment 0, name",
                        "Default",
                        t -> t.getExperiment("0").at("/experiment/name")),
                row(
                        "experiments/create artifact_location",
                        "mlflow-artifacts:/<id>",
                        t ->
                                t.getExperiment(t.experiment)
                                        .at("/experiment/artifact_location")
                                        .replace(t.experiment, "<id>")),
                row(
                        "experiments/create, lifecycle_stage",
                        "active",
                        t -> t.getExperiment(t.experiment).at("/experiment/lifecycle_stage")),
                row(
                        "experiments/create, tags",
                        "absent",
                        t ->
                                t.getExperiment(t.experiment).json().at("/experiment").has("tags")
                                        ? "there"
                                        : "absent"),
                row(
                        "experiments/search view_type",
                        "ACTIVE_ONLY",
                        t -> {
                            t.wire.post("experiments/delete", Map.of("experiment_id", t.experiment))
                                    .ok();
                            return t.ids(
                                                    t.wire.post(
                                                            "experiments/search",
                                                            Map.of("max_results", 50_000)),
                                                    "/experiments")
                                            .contains(t.experiment)
                                    ? "ALL"
                                    : "ACTIVE_ONLY";
                        }),
                row(
                        "experiments/search order_by",
                        "creation_time DESC",
                        t -> {
                            String later = t.tracking.experiment("defaults " + UUID.randomUUID());
                            List<String> ids =
                                    t.ids(
                                            t.wire.post(
                                                    "experiments/search",
                                                    Map.of("max_results", 50_000)),
                                            "/experiments");
                            return ids.indexOf(later) < ids.indexOf(t.experiment)
                                    ? "creation_time DESC"
                                    : ids;
                        }),
                row(
                        "set-experiment-tag value",
                        "empty text",
                        t -> {
                            t.wire.post(
                                            "experiments/set-experiment-tag",
                                            Map.of("experiment_id", t.experiment, "key", "k"))
                                    .ok();
                            return DefaultRow.text(
                                    t.getExperiment(t.experiment)
                                            .json()
                                            .at("/experiment/tags/0/value"));
                        }));
    }

    static Stream<DefaultRow<TrackingDefaultsTest>> runs() {
        return Stream.of(
                row(
                        "runs/create run_name",
                        "adjective-noun-number",
                        t ->
                                t.runInfo("run_name").matches("[a-z]+-[a-z]+-[0-9]+")
                                        ? "adjective-noun-number"
                                        : t.runInfo("run_name")),
                row(
                        "runs/create user_id",
                        "empty text",
                        t ->
                                DefaultRow.text(
                                        t.tracking.getRun(t.run).json().at("/run/info/user_id"))),
                row(
                        "runs/create start_time",
                        "now",
                        t -> {
                            long before = System.currentTimeMillis();
                            long start =
                                    t.wire.post(
                                                    "runs/create",
                                                    Map.of("experiment_id", t.experiment))
                                            .ok()
                                            .json()
                                            .at("/run/info/start_time")
                                            .asLong();
                            return start >= before && start <= System.currentTimeMillis()
                                    ? "now"
                                    : start;
                        }),
                row("runs/create, status", "RUNNING", t -> t.runInfo("status")),
                row("runs/create, lifecycle_stage", "active", t -> t.runInfo("lifecycle_stage")),
                row(
                        "runs/create, end_time",
                        "absent",
                        t ->
                                t.tracking.getRun(t.run).json().at("/run/info").has("end_time")
                                        ? "there"
                                        : "absent"),
                row(
                        "runs/create, artifact_uri",
                        "<experiment>/<run_id>/artifacts",
                        t ->
                                t.runInfo("artifact_uri")
                                        .replace(
                                                "mlflow-artifacts:/" + t.experiment, "<experiment>")
                                        .replace(t.run, "<run_id>")),
                row(
                        "runs/update run_name empty",
                        "the name it had",
                        t -> {
                            String before = t.runInfo("run_name");
                            t.wire.post("runs/update", Map.of("run_id", t.run, "run_name", ""))
                                    .ok();
                            return t.runInfo("run_name").equals(before)
                                    ? "the name it had"
                                    : t.runInfo("run_name");
                        }),
                row(
                        "log-metric step",
                        "0",
                        t -> {
                            t.wire.post(
                                            "runs/log-metric",
                                            Map.of(
                                                    "run_id",
                                                    t.run,
                                                    "key",
                                                    "m",
                                                    "value",
                                                    1,
                                                    "timestamp",
                                                    5))
                                    .ok();
                            return t.tracking
                                    .getRun(t.run)
                                    .json()
                                    .at("/run/data/metrics/0/step")
                                    .toString();
                        }),
                row(
                        "log-parameter value",
                        "empty text",
                        t -> {
                            t.wire.post("runs/log-parameter", Map.of("run_id", t.run, "key", "p"))
                                    .ok();
                            return DefaultRow.text(
                                    t.tracking.getRun(t.run).json().at("/run/data/params/0/value"));
                        }),
                row(
                        "log-batch lists",
                        "empty",
                        t ->
                                t.wire.post("runs/log-batch", Map.of("run_id", t.run))
                                                .ok()
                                                .text()
                                                .equals("{}")
                                        ? "empty"
                                        : "?"),
                row(
                        "dataset digest",
                        "empty text",
                        t -> {
                            t.wire.post(
                                            "runs/log-inputs",
                                            Map.of(
                                                    "run_id",
                                                    t.run,
                                                    "datasets",
                                                    List.of(
                                                            Map.of(
                                                                    "dataset",
                                                                    Map.of(
                                                                            "name",
                                                                            "d",
                                                                            "source_type",
                                                                            "t",
                                                                            "source",
                                                                            "s")))))
                                    .ok();
                            return DefaultRow.text(
                                    t.tracking
                                            .getRun(t.run)
                                            .json()
                                            .at("/run/inputs/dataset_inputs/0/dataset/digest"));
                        }),
                row(
                        "runs/search run_view_type",
                        "ACTIVE_ONLY",
                        t -> {
                            t.wire.post("runs/delete", Map.of("run_id", t.run)).ok();
                            return t.searchRuns().size() == 0 ? "ACTIVE_ONLY" : "ALL";
                        }),
                row(
                        "runs/search order_by",
                        "start_time DESC",
                        t -> {
                            String later = t.tracking.run(t.experiment);
                            return t.searchRuns().at("/0/info/run_id").asText().equals(later)
                                    ? "start_time DESC"
                                    : "?";
                        }),
                row(
                        "runs/search max_results",
                        "1000",
                        t -> {
                            t.sql.update(
                                    "INSERT INTO runs (run_id, experiment_id, run_name, user_id,"
                                            + " status, start_time, artifact_uri)"
                                            + " SELECT md5(run_id || n), experiment_id, run_name,"
                                            + " user_id, status, n, artifact_uri"
                                            + " FROM runs, generate_series(1, 1000) n"
                                            + " WHERE run_id = ?",
                                    t.run);
                            return String.valueOf(t.searchRuns().size());
                        }),
                row(
                        "order_by direction",
                        "ASC",
                        t -> {
                            t.tracking.run(t.experiment);
                            return t.wire.post(
                                                    "runs/search",
                                                    Map.of(
                                                            "experiment_ids",
                                                            List.of(t.experiment),
                                                            "order_by",
                                                            List.of("start_time")))
                                            .ok()
                                            .at("/runs/0/info/run_id")
                                            .equals(t.run)
                                    ? "ASC"
                                    : "DESC";
                        }),
                row(
                        "get-history max_results",
                        "all",
                        t -> {
                            for (int i = 0; i < 3; i++) {
                                t.tracking.logMetric(t.run, "m", i, i, i).ok();
                            }
                            JsonNode history =
                                    t.wire.get(
                                                    "metrics/get-history",
                                                    Map.of("run_id", t.run, "metric_key", "m"))
                                            .ok()
                                            .json();
                            return history.at("/metrics").size() == 3
                                            && !history.has("next_page_token")
                                    ? "all"
                                    : history;
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"experiments", "runs"})
    void aFieldHasADefault(DefaultRow<TrackingDefaultsTest> row) {
        assertThat(row.seen().apply(this)).isEqualTo(row.value());
    }

    private static DefaultRow<TrackingDefaultsTest> row(
            String field, String value, Function<TrackingDefaultsTest, Object> seen) {
        return new DefaultRow<>(field, value, seen);
    }

    private Answer getExperiment(String id) {
        return wire.get("experiments/get", Map.of("experiment_id", id)).ok();
    }

    private String runInfo(String field) {
        return tracking.getRun(run).at("/run/info/" + field);
    }

    private List<String> ids(Answer answer, String list) {
        return StreamSupport.stream(answer.ok().json().at(list).spliterator(), false)
                .map(entry -> entry.path("experiment_id").asText())
                .toList();
    }

    private JsonNode searchRuns() {
        return wire.post("runs/search", Map.of("experiment_ids", List.of(experiment)))
                .ok()
                .json()
                .path("runs");
    }
}
