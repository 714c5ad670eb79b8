package org.tandemml.registry.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;

/** Each change leaves one event, a refused change none. */
@QuarkusTest
class RegistryEventsTest {
    private final MlflowWire wire = new MlflowWire();

    @Inject Sql sql;

    private Map<String, String> on(String name, String... more) {
        Map<String, String> body = new HashMap<>(Map.of("name", name));
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i], more[i + 1]);
        }
        return body;
    }

    private List<String> events(String name) {
        return sql.query(
                "SELECT kind || coalesce(' ' || version, '') || ' ' || data FROM registry_events"
                        + " WHERE model_name = ? ORDER BY sequence",
                row -> row.getString(1),
                name);
    }

    private void models(String call, Map<String, ?> body) {
        wire.post("registered-models/" + call, body).ok();
    }

    private void versions(String call, Map<String, ?> body) {
        wire.post("model-versions/" + call, body).ok();
    }

    @Test
    void aModelsLife() {
        models("create", on("ev-model", "description", "d"));
        models("set-tag", on("ev-model", "key", "k", "value", "v"));
        wire.delete("registered-models/delete-tag", on("ev-model", "key", "k")).ok();
        wire.delete("registered-models/delete-tag", on("ev-model", "key", "k")).ok();
        wire.patch("registered-models/update", on("ev-model")).ok();
        models("rename", on("ev-model", "new_name", "ev-renamed"));
        wire.delete("registered-models/delete", on("ev-renamed")).ok();
        assertThat(events("ev-model"))
                .containsExactly(
                        "MODEL_CREATED {\"tags\": {}, \"description\": \"d\"}",
                        "MODEL_TAG_SET {\"key\": \"k\", \"value\": \"v\"}",
                        "MODEL_TAG_DELETED {\"key\": \"k\"}",
                        "MODEL_UPDATED {}");
        assertThat(events("ev-renamed"))
                .containsExactly("MODEL_RENAMED {\"old_name\": \"ev-model\"}", "MODEL_DELETED {}");
    }

    @Test
    void aVersionsLife() {
        models("create", on("ev-version"));
        versions("create", on("ev-version", "source", "s3://b/1"));
        versions("create", on("ev-version", "source", "s3://b/2"));
        versions("set-tag", on("ev-version", "version", "1", "key", "k", "value", "v"));
        wire.delete("model-versions/delete-tag", on("ev-version", "version", "1", "key", "k")).ok();
        wire.patch("model-versions/update", on("ev-version", "version", "1", "description", "d"))
                .ok();
        versions("transition-stage", on("ev-version", "version", "1", "stage", "production"));
        versions(
                "transition-stage",
                on(
                        "ev-version",
                        "version",
                        "2",
                        "stage",
                        "Production",
                        "archive_existing_versions",
                        "true"));
        versions("transition-stage", on("ev-version", "version", "2", "stage", "Production"));
        models("alias", on("ev-version", "alias", "a", "version", "1"));
        models("alias", on("ev-version", "alias", "a", "version", "2"));
        models("alias", on("ev-version", "alias", "b", "version", "2"));
        wire.delete("registered-models/alias", on("ev-version", "alias", "b")).ok();
        wire.delete("registered-models/alias", on("ev-version", "alias", "b")).ok();
        wire.delete("model-versions/delete", on("ev-version", "version", "2")).ok();
        assertThat(events("ev-version"))
                .element(1)
                .asString()
                .startsWith("VERSION_CREATED 1 ")
                .contains("\"source\": \"s3://b/1\"", "\"run_id\": \"\"");
        assertThat(events("ev-version").subList(3, 13))
                .containsExactly(
                        "VERSION_TAG_SET 1 {\"key\": \"k\", \"value\": \"v\"}",
                        "VERSION_TAG_DELETED 1 {\"key\": \"k\"}",
                        "VERSION_UPDATED 1 {\"description\": \"d\"}",
                        "VERSION_STAGE_CHANGED 1 {\"to\": \"Production\", \"from\": \"None\","
                                + " \"archived\": []}",
                        "VERSION_STAGE_CHANGED 2 {\"to\": \"Production\", \"from\": \"None\","
                                + " \"archived\": [1]}",
                        "ALIAS_SET 1 {\"alias\": \"a\"}",
                        "ALIAS_SET 2 {\"alias\": \"a\", \"previous_version\": 1}",
                        "ALIAS_SET 2 {\"alias\": \"b\"}",
                        "ALIAS_DELETED 2 {\"alias\": \"b\"}",
                        "VERSION_DELETED 2 {\"stage\": \"Production\", \"aliases\": [\"a\"]}");
        assertThat(events("ev-version")).hasSize(13);
    }

    @Test
    void aRefusedChangeLeavesNoEvent() {
        models("create", on("ev-refused"));
        wire.post("registered-models/create", on("ev-refused"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "");
        wire.post("model-versions/create", on("ev-refused", "source", "http://x/")).invalid("");
        wire.post(
                        "model-versions/transition-stage",
                        on("ev-refused", "version", "1", "stage", "Staging"))
                .notFound();
        wire.post("registered-models/alias", on("ev-refused", "alias", "a", "version", "1"))
                .notFound();
        assertThat(events("ev-refused")).hasSize(1);
    }
}
