package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class RunWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private Answer update(String run, Map<String, ?> changes) {
        Map<String, Object> body = new HashMap<>(changes);
        body.put("run_id", run);
        return wire.post("runs/update", body);
    }

    private String tag(String run, String key) {
        for (JsonNode tag : tracking.getRun(run).json().at("/run/data/tags")) {
            if (tag.get("key").textValue().equals(key)) {
                return tag.get("value").textValue();
            }
        }
        return "absent";
    }

    private String name(String run) {
        return tracking.getRun(run).at("/run/info/run_name");
    }

    @Test
    void aRunIsMade() {
        String experiment = tracking.experiment("run-make");
        Answer created =
                wire.post(
                        "runs/create",
                        Map.of(
                                "experiment_id",
                                experiment,
                                "user_id",
                                "ana",
                                "run_name",
                                "first",
                                "start_time",
                                12,
                                "tags",
                                List.of(
                                        Map.of("key", "b", "value", "1"),
                                        Map.of("key", "a"),
                                        Map.of("key", "b", "value", "2"))));
        tracking.assertGolden("runs/create", created, experiment);
        tracking.assertGolden(
                "runs/get-new", tracking.getRun(created.at("/run/info/run_id")), experiment);
    }

    @Test
    void aRunShowsAllThatWasLogged() {
        String experiment = tracking.experiment("run-full");
        String run =
                wire.post(
                                "runs/create",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "run_name",
                                        "full",
                                        "start_time",
                                        1))
                        .ok()
                        .at("/run/info/run_id");
        wire.post(
                        "runs/log-batch",
                        """
                        {"run_id": "%s",
                         "metrics": [{"key": "nan", "value": "NaN", "timestamp": 1},
                                     {"key": "inf", "value": "Infinity", "timestamp": 1, "step": 2},
                                     {"key": "minus", "value": "-Infinity", "timestamp": 1},
                                     {"key": "acc", "value": 0.5, "timestamp": 1, "step": -1}],
                         "params": [{"key": "lr", "value": "0.1"}, {"key": "empty"}],
                         "tags": [{"key": "t", "value": "é\uD83D\uDE00"}]}
                        """
                                .formatted(run))
                .ok();
        wire.post(
                        "runs/log-inputs",
                        """
                        {"run_id": "%s", "datasets": [
                          {"tags": [{"key": "mlflow.data.context", "value": "train"}],
                           "dataset": {"name": "d2", "digest": "x", "source_type": "local",
                                       "source": "{}", "schema": "s", "profile": "p"}},
                          {"dataset": {"name": "d1"}}]}
                        """
                                .formatted(run))
                .ok();
        update(run, Map.of("status", "FINISHED", "end_time", 99)).ok();
        tracking.assertGolden("runs/get-full", tracking.getRun(run), experiment);
    }

    @Test
    void aRunWithoutANameGetsOne() {
        String run = tracking.runOf("run-nameless");
        assertThat(name(run)).matches("[a-z]+-[a-z]+-[0-9]+");
        assertThat(tag(run, "mlflow.runName")).isEqualTo(name(run));
    }

    @Test
    void nameAndNameTagMustAgree() {
        String experiment = tracking.experiment("run-names");
        List<Map<String, String>> tags = List.of(Map.of("key", "mlflow.runName", "value", "x"));
        String run =
                wire.post("runs/create", Map.of("experiment_id", experiment, "tags", tags))
                        .ok()
                        .at("/run/info/run_id");
        assertThat(name(run)).isEqualTo("x");
        wire.post("runs/create", Map.of("experiment_id", experiment, "tags", tags, "run_name", "y"))
                .invalid("Both 'run_name' argument and 'mlflow.runName' tag");
        wire.post("runs/create", Map.of("experiment_id", experiment, "tags", tags, "run_name", "x"))
                .ok();
    }

    @Test
    void aRunWithoutAStartTimeStartsNow() {
        String experiment = tracking.experiment("run-now");
        long before = System.currentTimeMillis();
        Answer created = wire.post("runs/create", Map.of("experiment_id", experiment)).ok();
        assertThat(created.json().at("/run/info/start_time").longValue())
                .isBetween(before, System.currentTimeMillis());
        assertThat(created.json().at("/run/info/user_id").textValue()).isEmpty();
    }

    @Test
    void theArtifactsOfARunAreBelowThoseOfItsExperiment() {
        String experiment =
                wire.post(
                                "experiments/create",
                                Map.of("name", "run-place", "artifact_location", "s3://b/x/"))
                        .ok()
                        .at("/experiment_id");
        String run = tracking.run(experiment);
        assertThat(tracking.getRun(run).at("/run/info/artifact_uri"))
                .isEqualTo("s3://b/x/" + run + "/artifacts");
    }

    @Test
    void aRunNeedsAnExperiment() {
        wire.post("runs/create", Map.of()).invalid("'experiment_id'");
        wire.post("runs/create", Map.of("experiment_id", "")).invalid("'experiment_id'");
        wire.post("runs/create", Map.of("experiment_id", "x")).invalid("valid integer");
        wire.post("runs/create", Map.of("experiment_id", "999999"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=999999");
        wire.post("runs/create", Map.of("experiment_id", 0)).ok();
    }

    @Test
    void fieldsOfARunHaveLimits() {
        wire.post("runs/create", Map.of("experiment_id", "0", "run_name", "n".repeat(257)))
                .invalid("run_name");
        wire.post("runs/create", Map.of("experiment_id", "0", "start_time", "soon"))
                .invalid("'start_time'");
        wire.post("runs/create", Map.of("experiment_id", "0", "tags", List.of(Map.of("key", "a*"))))
                .invalid("tags[0].key");
    }

    @Test
    void aRunIsUpdated() {
        String experiment = tracking.experiment("run-update");
        String run =
                wire.post(
                                "runs/create",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "run_name",
                                        "before",
                                        "start_time",
                                        1))
                        .ok()
                        .at("/run/info/run_id");
        Answer updated = update(run, Map.of("status", 3, "end_time", "77", "run_name", "after"));
        tracking.assertGolden("runs/update", updated, experiment);
        assertThat(tag(run, "mlflow.runName")).isEqualTo("after");
        update(run, Map.of("run_name", "")).ok();
        assertThat(name(run)).isEqualTo("after");
        assertThat(update(run, Map.of("status", "RUNNING")).ok().at("/run_info/end_time"))
                .isEqualTo("77");
        assertThat(wire.post("runs/update", Map.of("run_uuid", run)).ok().at("/run_info/status"))
                .isEqualTo("RUNNING");
    }

    @Test
    void anUpdateRefusesWhatIsMalformed() {
        String run = tracking.runOf("run-bad-update");
        update(run, Map.of("status", "BOGUS")).invalid("'status'");
        update(run, Map.of("status", 99)).invalid("'status'");
        update(run, Map.of("end_time", 1.5)).invalid("'end_time'");
        update(run, Map.of("run_name", "n".repeat(257))).invalid("run_name");
        wire.post("runs/update", Map.of()).invalid("'run_id'");
        update("nobody", Map.of())
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "Run 'nobody' not found");
    }

    @Test
    void deletionAndRestorationCanBeRepeated() {
        String run = tracking.runOf("run-delete");
        for (String call : List.of("delete", "delete", "restore", "restore")) {
            assertThat(wire.post("runs/" + call, Map.of("run_id", run)).ok().text())
                    .isEqualTo("{}");
            assertThat(tracking.getRun(run).at("/run/info/lifecycle_stage"))
                    .isEqualTo(call.equals("delete") ? "deleted" : "active");
        }
        wire.post("runs/delete", Map.of("run_id", "nobody"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "Run 'nobody' not found");
        wire.post("runs/restore", Map.of("run_uuid", run)).invalid("'run_id'");
    }

    @Test
    void aDeletedRunTakesNothing() {
        String run = tracking.runOf("run-deleted");
        wire.post("runs/set-tag", Map.of("run_id", run, "key", "t", "value", "v")).ok();
        wire.post("runs/delete", Map.of("run_id", run)).ok();
        Map<String, Map<String, Object>> calls =
                Map.of(
                        "update", Map.of("status", "FINISHED"),
                        "log-metric", Map.of("key", "k", "value", 1, "timestamp", 1),
                        "log-parameter", Map.of("key", "k", "value", "v"),
                        "set-tag", Map.of("key", "k", "value", "v"),
                        "delete-tag", Map.of("key", "t"),
                        "log-batch", Map.of("tags", List.of(Map.of("key", "k"))),
                        "log-inputs",
                                Map.of(
                                        "datasets",
                                        List.of(Map.of("dataset", Map.of("name", "d")))));
        calls.forEach(
                (call, fields) -> {
                    Map<String, Object> body = new HashMap<>(fields);
                    body.put("run_id", run);
                    wire.post("runs/" + call, body).invalid("must be in the 'active' state");
                    body.put("run_id", "nobody");
                    wire.post("runs/" + call, body)
                            .refused(404, "RESOURCE_DOES_NOT_EXIST", "Run 'nobody' not found");
                });
        assertThat(tag(run, "k")).isEqualTo("absent");
        assertThat(tag(run, "t")).isEqualTo("v");
    }

    @Test
    void aRunIsFoundByBothNamesOfItsId() {
        String run = tracking.runOf("run-uuid");
        Answer byId = wire.get("runs/get", Map.of("run_id", run)).ok();
        assertThat(wire.get("runs/get", Map.of("run_uuid", run))).isEqualTo(byId);
        assertThat(wire.get("runs/get", Map.of("runId", run))).isEqualTo(byId);
        assertThat(wire.send("GET", "/ajax-api/2.0/mlflow/runs/get?run_id=" + run, null))
                .isEqualTo(byId);
        wire.get("runs/get", Map.of()).invalid("'run_id'");
        wire.get("runs/get", Map.of("run_id", "nobody"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "Run 'nobody' not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded"})
    void aBodyThatIsNotDeclaredJsonHasNoEffect(String type) throws Exception {
        String run = tracking.runOf("run-media-" + type.hashCode());
        var request =
                java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(
                                        "http://127.0.0.1:"
                                                + io.restassured.RestAssured.port
                                                + "/api/2.0/mlflow/runs/delete"))
                        .POST(
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"run_id\":\"" + run + "\"}"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        var response =
                java.net.http.HttpClient.newHttpClient()
                        .send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        new Answer(response.statusCode(), response.body()).invalid("Content-Type");
        assertThat(tracking.getRun(run).at("/run/info/lifecycle_stage")).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "null", "{", "nonsense", "[[[[", "\"x\""})
    void aBodyThatIsNoObjectIsTheCallersMistake(String body) {
        for (String call :
                List.of("runs/create", "runs/log-batch", "runs/search", "runs/outputs")) {
            assertThat(wire.post(call, body).status()).as(call).isEqualTo(400);
        }
    }
}
