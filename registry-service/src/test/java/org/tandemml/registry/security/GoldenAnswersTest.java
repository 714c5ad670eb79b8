package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.TrackingWire;

/**
 * Every route of the application once, in one story, and its answer in one golden file. A route
 * that the story leaves out fails.
 */
@QuarkusTest
class GoldenAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String PROXY = "/api/2.0/mlflow-artifacts/";

    @Inject Sql sql;

    private final MlflowWire wire = new MlflowWire();
    private final Map<String, MlflowWire.Answer> answers = new TreeMap<>();
    private final Map<String, String> placeholders = new LinkedHashMap<>();

    @Test
    void everyRouteAnswersAsItDid() {
        String name = "golden-" + UUID.randomUUID();
        placeholders.put(name, "<name>");
        String experiment = experiments(name);
        String run = runs(experiment);
        String model = loggedModels(experiment, run);
        artifacts(experiment, run, model);
        registeredModels(name, run, model);
        goodbyes(experiment, run, model);
        webhooks();
        restOfTheWire();

        assertThat(answers.keySet())
                .isEqualTo(
                        ApiRoutes.all().stream()
                                .filter(route -> !route.isOfTheTests())
                                .map(ApiRoutes.ApiRoute::toString)
                                .collect(Collectors.toSet()));
        ObjectNode all = JSON.createObjectNode();
        answers.forEach(
                (route, answer) ->
                        all.putObject(route)
                                .put("status", answer.status())
                                .set("body", stable(answer.text())));
        Golden.assertMatches("every-route", all);
    }

    private String experiments(String name) {
        List<?> tags = List.of(Map.of("key", "k", "value", "v"));
        String id =
                post("experiments/create", Map.of("name", name, "tags", tags)).at("/experiment_id");
        placeholders.put("\"experiment_id\":\"" + id + "\"", "\"experiment_id\":\"<experiment>\"");
        placeholders.put("artifacts:/" + id + "/", "artifacts:/<experiment>/");
        placeholders.put("artifacts:/" + id + "\"", "artifacts:/<experiment>\"");
        post("experiments/set-experiment-tag", tag("experiment_id", id));
        get("experiments/get", "?experiment_id=" + id);
        get("experiments/get-by-name", "?experiment_name=" + name);
        get("experiments/search", "?max_results=5&filter=name%3D'" + name + "'");
        post("experiments/search", Map.of("max_results", 5, "filter", "name = '" + name + "'"));
        post("experiments/delete-experiment-tag", Map.of("experiment_id", id, "key", "k"));
        post("experiments/update", Map.of("experiment_id", id, "new_name", name + "-2"));
        return id;
    }

    private String runs(String experiment) {
        String run =
                post(
                                "runs/create",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "run_name",
                                        "golden",
                                        "user_id",
                                        "u",
                                        "start_time",
                                        1000))
                        .at("/run/info/run_id");
        post("runs/log-parameter", tag("run_id", run));
        post("runs/log-metric", with(tag("run_id", run), "value", 0.5, "timestamp", 7, "step", 2));
        post("runs/set-tag", tag("run_id", run));
        post("runs/delete-tag", Map.of("run_id", run, "key", "k"));
        post(
                "runs/log-batch",
                Map.of("run_id", run, "params", List.of(Map.of("key", "p", "value", "1"))));
        post(
                "runs/log-model",
                Map.of(
                        "run_id",
                        run,
                        "model_json",
                        "{\"artifact_path\":\"m\",\"flavors\":{},\"run_id\":\""
                                + run
                                + "\",\"utc_time_created\":\"2026-01-01 00:00:00\"}"));
        post(
                "runs/log-inputs",
                Map.of(
                        "run_id",
                        run,
                        "datasets",
                        TrackingWire.datasets(
                                "train",
                                Map.of(
                                        "name",
                                        "d",
                                        "digest",
                                        "dd",
                                        "source_type",
                                        "local",
                                        "source",
                                        "s"))));
        get("metrics/get-history", "?metric_key=k&run_id=" + run);
        get("metrics/get-history-bulk", "?metric_key=k&run_id=" + run);
        get("metrics/get-history-bulk-interval", "?metric_key=k&run_ids=" + run);
        post("experiments/search-datasets", Map.of("experiment_ids", List.of(experiment)));
        return run;
    }

    private String loggedModels(String experiment, String run) {
        String id =
                post(
                                "logged-models",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "name",
                                        "m",
                                        "source_run_id",
                                        run))
                        .at("/model/info/model_id");
        List<?> pairs = List.of(Map.of("key", "k", "value", "v"));
        String route = MLFLOW + "logged-models/{model_id}";
        String path = MLFLOW + "logged-models/" + id;
        post("runs/outputs", Map.of("run_id", run, "models", List.of(of(id, "step", 1))));
        call("POST", route + "/params", path + "/params", of(id, "params", pairs));
        call("PATCH", route + "/tags", path + "/tags", Map.of("tags", pairs));
        call("PATCH", route, path, of(id, "status", "LOGGED_MODEL_READY"));
        call("GET", route, path, null);
        post("logged-models/search", Map.of("experiment_ids", List.of(experiment)));
        call("DELETE", route + "/tags/{key:.+}", path + "/tags/k", null);
        get("runs/get", "?run_id=" + run);
        post("runs/search", Map.of("experiment_ids", List.of(experiment)));
        return id;
    }

    private void artifacts(String experiment, String run, String model) {
        String folder = experiment + "/" + run + "/artifacts";
        String any = PROXY + "artifacts/{path:.*}";
        call("PUT", any, PROXY + "artifacts/" + folder + "/f.txt", "text");
        String files = experiment + "/models/" + model + "/artifacts";
        wire.send("PUT", PROXY + "artifacts/" + files + "/MLmodel", "flavors: {}\n").ok();
        call("GET", any, PROXY + "artifacts/" + folder + "/f.txt", null);
        call("HEAD", any, PROXY + "artifacts/" + folder + "/f.txt", null);
        call("GET", PROXY + "artifacts", PROXY + "artifacts?path=" + folder, null);
        for (String step : List.of("create", "complete", "abort")) {
            String route = PROXY + "mpu/" + step;
            call("POST", route + "/{path:.*}", route + "/" + folder + "/big", parts());
        }
        call("GET", PROXY + "presigned/{path:.*}", PROXY + "presigned/" + folder + "/f.txt", null);
        post("artifacts/presigned-download-url", Map.of("run_id", run, "path", "f.txt"));
        post("artifacts/presigned-upload-url", Map.of("run_id", run, "path", "g.txt"));
        String upload = MLFLOW + "upload-artifact";
        call("POST", upload, upload + "?path=u.txt&run_uuid=" + run, "text");
        get("artifacts/list", "?run_id=" + run);
        for (String method : List.of("GET", "HEAD")) {
            call(method, "/get-artifact", "/get-artifact?path=f.txt&run_id=" + run, null);
        }
        String route = MLFLOW + "logged-models/{model_id}/artifacts/";
        String path = MLFLOW + "logged-models/" + model + "/artifacts/";
        call("GET", route + "directories", path + "directories", null);
        for (String method : List.of("GET", "HEAD")) {
            call(method, route + "files", path + "files?artifact_file_path=MLmodel", null);
        }
        call("DELETE", any, PROXY + "artifacts/" + folder + "/f.txt", null);
    }

    private void registeredModels(String name, String run, String model) {
        Map<String, Object> version = Map.of("name", name, "version", "1");
        post("registered-models/create", Map.of("name", name));
        post("registered-models/set-tag", tag("name", name));
        post(
                "model-versions/create",
                Map.of("name", name, "run_id", run, "source", "models:/" + model));
        wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/2")).ok();
        post("model-versions/set-tag", with(version, "key", "k", "value", "v"));
        call(
                "PATCH",
                MLFLOW + "model-versions/update",
                MLFLOW + "model-versions/update",
                with(version, "description", "About it."));
        post("model-versions/transition-stage", with(version, "stage", "production"));
        post("registered-models/alias", with(version, "alias", "best"));
        get("registered-models/alias", "?alias=best&name=" + name);
        get("registered-models/get", "?name=" + name);
        get("registered-models/search", "?filter=name%3D'" + name + "'");
        get("registered-models/get-latest-versions", "?stages=Production&name=" + name);
        post("registered-models/get-latest-versions", Map.of("name", name));
        get("model-versions/get", "?version=1&name=" + name);
        get("model-versions/get-download-uri", "?version=1&name=" + name);
        get("model-versions/search", "?filter=name%3D'" + name + "'");
        for (String method : List.of("GET", "HEAD")) {
            String route = "/model-versions/get-artifact";
            call(method, route, route + "?path=MLmodel&version=1&name=" + name, null);
        }
        String manifests = "/api/tandem/v1/registered-models/";
        call(
                "GET",
                manifests + "{name}/versions/{version}/manifest",
                manifests + name + "/versions/1/manifest",
                null);
        delete("registered-models/alias", Map.of("name", name, "alias", "best"));
        delete("registered-models/delete-tag", Map.of("name", name, "key", "k"));
        delete("model-versions/delete-tag", with(version, "key", "k"));
        delete("model-versions/delete", version);
        call(
                "PATCH",
                MLFLOW + "registered-models/update",
                MLFLOW + "registered-models/update",
                Map.of("name", name, "description", "All of it."));
        post("registered-models/rename", Map.of("name", name, "new_name", name + "-2"));
        delete("registered-models/delete", Map.of("name", name + "-2"));
    }

    private void goodbyes(String experiment, String run, String model) {
        String path = MLFLOW + "logged-models/" + model;
        call("DELETE", MLFLOW + "logged-models/{model_id}", path, null);
        post(
                "runs/update",
                Map.of("run_id", run, "status", "FINISHED", "end_time", 2000, "run_name", "g"));
        post("runs/delete", Map.of("run_id", run));
        post("runs/restore", Map.of("run_id", run));
        post("experiments/delete", Map.of("experiment_id", experiment));
        post("experiments/restore", Map.of("experiment_id", experiment));
    }

    private void webhooks() {
        List<?> events = List.of(Map.of("entity", "MODEL_VERSION", "action", "CREATED"));
        Map<String, Object> body =
                Map.of(
                        "name",
                        "golden",
                        "url",
                        "https://93.184.216.34/hook",
                        "status",
                        "DISABLED",
                        "events",
                        events);
        String id = post("webhooks", body).at("/webhook/webhook_id");
        placeholders.put(id, "<webhook>");
        String route = MLFLOW + "webhooks/{webhook_id}";
        String path = MLFLOW + "webhooks/" + id;
        // An address that is refused when it is tried, so that nothing leaves this machine.
        sql.update("UPDATE webhooks SET url = 'https://127.0.0.1:9/' WHERE webhook_id = ?", id);
        get("webhooks", "?max_results=1");
        call("GET", route, path, null);
        call("PATCH", route, path, Map.of("description", "About it."));
        call("POST", route + "/test", path + "/test", Map.of());
        call("DELETE", route, path, null);
    }

    private void restOfTheWire() {
        get("gateway-proxy", "");
        post("gateway-proxy", Map.of());
        post("runs/create-promptlab-run", Map.of());
        call("GET", "/api/3.0/mlflow/server-info", "/api/3.0/mlflow/server-info", null);
        call("GET", "/health", "/health", null);
        call("GET", "/version", "/version", null);
        ApiRoutes.all().stream()
                .filter(route -> route.path().startsWith("/{call:"))
                .forEach(route -> call(route.method(), route.path(), "/v1/traces", null));
    }

    private static Map<String, Object> parts() {
        return Map.of("path", "big", "num_parts", 1, "upload_id", "u", "parts", List.of());
    }

    private static Map<String, Object> tag(String field, String of) {
        return Map.of(field, of, "key", "k", "value", "v");
    }

    private static Map<String, Object> of(String model, String field, Object value) {
        return Map.of("model_id", model, field, value);
    }

    private static Map<String, Object> with(Map<String, Object> map, Object... more) {
        Map<String, Object> all = new LinkedHashMap<>(map);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    private MlflowWire.Answer post(String path, Object body) {
        return call("POST", MLFLOW + path, MLFLOW + path, body);
    }

    private void delete(String path, Object body) {
        call("DELETE", MLFLOW + path, MLFLOW + path, body);
    }

    private void get(String path, String query) {
        call("GET", MLFLOW + path, MLFLOW + path + query, null);
    }

    private MlflowWire.Answer call(
            String method, String route, String path, @Nullable Object body) {
        MlflowWire.Answer answer = wire.send(method, path, body);
        assertThat(answers.put(method + " " + route, answer)).as(route + " twice").isNull();
        return answer;
    }

    private JsonNode stable(String text) {
        String replaced = text;
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            replaced = replaced.replace(placeholder.getKey(), placeholder.getValue());
        }
        try {
            return JSON.readTree(replaced);
        } catch (IOException noJson) {
            return JSON.getNodeFactory().textNode(replaced);
        }
    }
}
