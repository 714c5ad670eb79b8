package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** What a call does about a field that it was not given. */
@QuarkusTest
class ModelDefaultsTest {
    private final MlflowWire wire = new MlflowWire();
    private String experiment;
    private String model;

    @BeforeEach
    void make() {
        experiment = new TrackingWire(wire).experiment("defaults " + UUID.randomUUID());
        model = "defaults-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", model)).ok();
        version();
    }

    static Stream<DefaultRow<ModelDefaultsTest>> models() {
        return Stream.of(
                row(
                        "registered-models/create description",
                        "absent",
                        t ->
                                t.wire.get("registered-models/get", Map.of("name", t.model))
                                                .ok()
                                                .json()
                                                .at("/registered_model")
                                                .has("description")
                                        ? "there"
                                        : "absent"),
                row(
                        "registered-models/update description",
                        "cleared",
                        t -> {
                            t.wire.patch(
                                            "registered-models/update",
                                            Map.of("name", t.model, "description", "d"))
                                    .ok();
                            return t.wire.patch("registered-models/update", Map.of("name", t.model))
                                            .ok()
                                            .json()
                                            .at("/registered_model")
                                            .has("description")
                                    ? "kept"
                                    : "cleared";
                        }),
                row(
                        "registered-models/search max_results",
                        "100",
                        t -> {
                            String prefix = UUID.randomUUID().toString();
                            for (int i = 0; i < 101; i++) {
                                t.wire.post("registered-models/create", Map.of("name", prefix + i))
                                        .ok();
                            }
                            return String.valueOf(
                                    t.wire.get(
                                                    "registered-models/search",
                                                    Map.of("filter", "name LIKE '" + prefix + "%'"))
                                            .ok()
                                            .json()
                                            .at("/registered_models")
                                            .size());
                        }),
                row(
                        "registered-models/search order_by",
                        "name ASC",
                        t -> {
                            t.wire.post("registered-models/create", Map.of("name", t.model + "-b"))
                                    .ok();
                            t.wire.post("registered-models/create", Map.of("name", t.model + "-a"))
                                    .ok();
                            return t.wire.get(
                                                    "registered-models/search",
                                                    Map.of(
                                                            "filter",
                                                            "name LIKE '" + t.model + "-%'"))
                                            .ok()
                                            .at("/registered_models/0/name")
                                            .endsWith("-a")
                                    ? "name ASC"
                                    : "?";
                        }),
                row(
                        "get-latest-versions stages",
                        "all four",
                        t -> {
                            for (String stage : List.of("Staging", "Production", "Archived")) {
                                String version = t.version().at("/model_version/version");
                                t.wire.post(
                                                "model-versions/transition-stage",
                                                Map.of(
                                                        "name", t.model, "version", version,
                                                        "stage", stage))
                                        .ok();
                            }
                            return t.wire.post(
                                                            "registered-models/get-latest-versions",
                                                            Map.of("name", t.model))
                                                    .ok()
                                                    .json()
                                                    .at("/model_versions")
                                                    .size()
                                            == 4
                                    ? "all four"
                                    : "?";
                        }),
                row(
                        "model-versions/create, current_stage",
                        "None",
                        t -> t.storedVersion().at("/model_version/current_stage")),
                row(
                        "model-versions/create description, run_id, run_link",
                        "empty text",
                        t -> {
                            JsonNode version = t.storedVersion().json().at("/model_version");
                            return DefaultRow.text(version.get("description"))
                                            .equals(DefaultRow.text(version.get("run_id")))
                                    ? DefaultRow.text(version.get("run_link"))
                                    : "?";
                        }),
                row(
                        "model-versions/create, tags",
                        "absent",
                        t ->
                                t.storedVersion().json().at("/model_version").has("tags")
                                        ? "there"
                                        : "absent"),
                row(
                        "transition-stage archive_existing_versions",
                        "false",
                        t -> {
                            for (String version :
                                    List.of("1", t.version().at("/model_version/version"))) {
                                t.wire.post(
                                                "model-versions/transition-stage",
                                                Map.of(
                                                        "name",
                                                        t.model,
                                                        "version",
                                                        version,
                                                        "stage",
                                                        "Production"))
                                        .ok();
                            }
                            return String.valueOf(
                                    !t.wire.get(
                                                    "model-versions/get",
                                                    Map.of("name", t.model, "version", "1"))
                                            .ok()
                                            .at("/model_version/current_stage")
                                            .equals("Production"));
                        }),
                row(
                        "model-versions/search order_by",
                        "last_updated_timestamp DESC",
                        t -> {
                            t.version();
                            t.wire.patch(
                                            "model-versions/update",
                                            Map.of(
                                                    "name",
                                                    t.model,
                                                    "version",
                                                    "1",
                                                    "description",
                                                    "d"))
                                    .ok();
                            return t.wire.get(
                                                    "model-versions/search",
                                                    Map.of("filter", "name = '" + t.model + "'"))
                                            .ok()
                                            .at("/model_versions/0/version")
                                            .equals("1")
                                    ? "last_updated_timestamp DESC"
                                    : "?";
                        }));
    }

    static Stream<DefaultRow<ModelDefaultsTest>> loggedModels() {
        return Stream.of(
                row(
                        "logged-models name",
                        "adjective-noun-number",
                        t ->
                                t.loggedModel()
                                                .at("/model/info/name")
                                                .matches("[a-z]+-[a-z]+-[0-9]+")
                                        ? "adjective-noun-number"
                                        : "?"),
                row(
                        "logged-models, status",
                        "LOGGED_MODEL_PENDING",
                        t -> t.loggedModel().at("/model/info/status")),
                row(
                        "logged-models, artifact_uri",
                        "<experiment>/models/<model_id>/artifacts",
                        t -> {
                            Answer made = t.loggedModel();
                            return made.at("/model/info/artifact_uri")
                                    .replace("mlflow-artifacts:/" + t.experiment, "<experiment>")
                                    .replace(made.at("/model/info/model_id"), "<model_id>");
                        }),
                row(
                        "logged-models/search max_results",
                        "50",
                        t -> {
                            for (int i = 0; i < 51; i++) {
                                t.loggedModel();
                            }
                            return String.valueOf(t.searchModels(Map.of()).size());
                        }),
                row(
                        "logged-models/search order_by",
                        "creation_timestamp DESC",
                        t ->
                                t.ordered(null).equals("last first")
                                        ? "creation_timestamp DESC"
                                        : "?"),
                row(
                        "logged-models/search order_by ascending",
                        "true",
                        t ->
                                t.ordered("creation_timestamp").equals("first first")
                                        ? "true"
                                        : "false"));
    }

    static Stream<DefaultRow<ModelDefaultsTest>> webhooks() {
        return Stream.of(
                row(
                        "webhooks status",
                        "ACTIVE",
                        t -> {
                            Answer made =
                                    t.wire.post(
                                                    "webhooks",
                                                    Map.of(
                                                            "name",
                                                            "defaults",
                                                            "url",
                                                            "https://93.184.216.34/hook",
                                                            "events",
                                                            List.of(
                                                                    Map.of(
                                                                            "entity",
                                                                            "MODEL_VERSION",
                                                                            "action",
                                                                            "CREATED"))))
                                            .ok();
                            t.wire.delete("webhooks/" + made.at("/webhook/webhook_id"), "{}").ok();
                            return made.at("/webhook/status");
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"models", "loggedModels", "webhooks"})
    void aFieldHasADefault(DefaultRow<ModelDefaultsTest> row) {
        assertThat(row.seen().apply(this)).isEqualTo(row.value());
    }

    private static DefaultRow<ModelDefaultsTest> row(
            String field, String value, Function<ModelDefaultsTest, Object> seen) {
        return new DefaultRow<>(field, value, seen);
    }

    private Answer version() {
        return wire.post("model-versions/create", Map.of("name", model, "source", "s3://b/m")).ok();
    }

    private Answer storedVersion() {
        String version = version().at("/model_version/version");
        return wire.get("model-versions/get", Map.of("name", model, "version", version)).ok();
    }

    private Answer loggedModel() {
        return wire.post("logged-models", Map.of("experiment_id", experiment)).ok();
    }

    private JsonNode searchModels(Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("experiment_ids", List.of(experiment)));
        body.putAll(more);
        return wire.post("logged-models/search", body).ok().json().path("models");
    }

    private String ordered(String field) {
        String first = loggedModel().at("/model/info/model_id");
        long created = loggedModelCreation(first);
        String last = first;
        while (loggedModelCreation(last) == created) {
            last = loggedModel().at("/model/info/model_id");
        }
        JsonNode found =
                searchModels(
                        field == null
                                ? Map.of()
                                : Map.of("order_by", List.of(Map.of("field_name", field))));
        return found.at("/0/info/model_id").asText().equals(first) ? "first first" : "last first";
    }

    private long loggedModelCreation(String id) {
        return wire.get("logged-models/" + id, Map.of())
                .ok()
                .json()
                .at("/model/info/creation_timestamp_ms")
                .asLong();
    }
}
