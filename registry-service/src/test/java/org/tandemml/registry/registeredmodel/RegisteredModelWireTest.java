package org.tandemml.registry.registeredmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class RegisteredModelWireTest {
    private final MlflowWire wire = new MlflowWire();

    private Answer create(String name) {
        return wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    private void createVersion(String name) {
        wire.post("model-versions/create", Map.of("name", name, "source", "s3://bucket/" + name))
                .ok();
    }

    private Answer get(String name) {
        return wire.get("registered-models/get", Map.of("name", name));
    }

    @Test
    void createAnswersTheModel() {
        Golden.assertMatches("registered-models/create-plain", create("rm-plain").json());
        Answer full =
                wire.post(
                        "registered-models/create",
                        Map.of(
                                "name", "rm-full",
                                "description", "Détails",
                                "tags",
                                        List.of(
                                                Map.of("key", "team", "value", "risk"),
                                                Map.of("key", "empty"),
                                                Map.of("key", "team", "value", "fraud"))));
        Golden.assertMatches("registered-models/create-full", full.ok().json());
    }

    @Test
    void getAnswersVersionsTagsAndAliases() {
        wire.post(
                "registered-models/create",
                Map.of("name", "rm-get", "tags", List.of(Map.of("key", "a", "value", "1"))));
        for (int i = 1; i <= 4; i++) {
            createVersion("rm-get");
        }
        transition("rm-get", "2", "Production");
        transition("rm-get", "3", "Archived");
        transition("rm-get", "1", "Archived");
        wire.post(
                        "registered-models/alias",
                        Map.of("name", "rm-get", "alias", "champion", "version", "2"))
                .ok();
        Golden.assertMatches("registered-models/get", get("rm-get").ok().json());
    }

    private void transition(String name, String version, String stage) {
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", name, "version", version, "stage", stage))
                .ok();
    }

    @Test
    void theAjaxTwinAnswersTheSame() {
        create("rm-twin");
        Answer twin =
                wire.send("GET", "/ajax-api/2.0/mlflow/registered-models/get?name=rm-twin", null);
        assertThat(twin.json()).isEqualTo(get("rm-twin").json());
    }

    @Test
    void aNameIsTakenOnce() {
        create("rm-taken");
        wire.post("registered-models/create", Map.of("name", "rm-taken"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "already exists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "a:b", "a%2fb", "a@b", " a", "a.", "a\\b", "*", "e\u0301", "a\nb", "a "
            })
    void aNameThatAUriCannotCarryIsRefusedAndNeverFound(String name) {
        wire.post("registered-models/create", Map.of("name", name)).invalid("Invalid registered");
        get(name).notFound();
        wire.delete("registered-models/delete", Map.of("name", name)).notFound();
    }

    @Test
    void namesThatDifferInCaseAreTwoModels() {
        create("rm-Case");
        create("rm-case");
        wire.post("registered-models/set-tag", Map.of("name", "rm-Case", "key", "k", "value", "v"))
                .ok();
        wire.delete("registered-models/delete", Map.of("name", "rm-case")).ok();
        get("rm-case").notFound();
        assertThat(get("rm-Case").ok().at("/registered_model/tags/0/value")).isEqualTo("v");
    }

    @Test
    void lookUpsAreExact() {
        create("rm-Exact");
        get("rm-exact").notFound();
        get("rm-Exact ").notFound();
        get("rm-%").notFound();
    }

    @Test
    void aMissingNameIsNamed() {
        wire.post("registered-models/create", Map.of()).invalid("'name'");
        wire.post("registered-models/create", Map.of("name", "")).invalid("'name'");
        wire.get("registered-models/get", Map.of()).invalid("'name'");
        wire.delete("registered-models/delete", Map.of()).invalid("'name'");
        wire.send("DELETE", "/api/2.0/mlflow/registered-models/delete?name=x", null)
                .invalid("'name'");
        wire.patch("registered-models/update", Map.of()).invalid("'name'");
        wire.post("registered-models/rename", Map.of("name", "x")).invalid("'new_name'");
    }

    @Test
    void updateReplacesTheDescriptionAndItsAbsenceClearsIt() {
        create("rm-update");
        Answer updated =
                wire.patch(
                        "registered-models/update",
                        Map.of("name", "rm-update", "description", "new"));
        assertThat(updated.ok().at("/registered_model/description")).isEqualTo("new");
        Answer cleared = wire.patch("registered-models/update", Map.of("name", "rm-update"));
        assertThat(cleared.ok().json().at("/registered_model").has("description")).isFalse();
        assertThat(get("rm-update").json().at("/registered_model").has("description")).isFalse();
        wire.patch("registered-models/update", Map.of("name", "rm-none")).notFound();
    }

    @Test
    void renameTakesVersionsTagsAndAliasesAlong() {
        create("rm-old");
        createVersion("rm-old");
        wire.post("registered-models/set-tag", Map.of("name", "rm-old", "key", "k", "value", "v"));
        wire.post(
                "registered-models/alias", Map.of("name", "rm-old", "alias", "a", "version", "1"));
        Answer renamed =
                wire.post(
                        "registered-models/rename", Map.of("name", "rm-old", "new_name", "rm-new"));
        Golden.assertMatches("registered-models/rename", renamed.ok().json());
        get("rm-old").notFound();
        wire.get("model-versions/get", Map.of("name", "rm-old", "version", "1")).notFound();
        wire.get("model-versions/get", Map.of("name", "rm-new", "version", "1")).ok();
        create("rm-old");
    }

    @Test
    void renameToATakenNameIsRefused() {
        create("rm-one");
        create("rm-two");
        wire.post("registered-models/rename", Map.of("name", "rm-one", "new_name", "rm-two"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "rm-two");
        wire.post("registered-models/rename", Map.of("name", "rm-one", "new_name", "x/y"))
                .invalid("Invalid registered model name");
        wire.post("registered-models/rename", Map.of("name", "rm-none", "new_name", "rm-x"))
                .notFound();
        wire.post("registered-models/rename", Map.of("name", "rm-one", "new_name", "rm-one")).ok();
    }

    @Test
    void deleteRemovesEverythingAndFreesTheName() {
        create("rm-gone");
        createVersion("rm-gone");
        wire.post("registered-models/set-tag", Map.of("name", "rm-gone", "key", "k", "value", "v"));
        wire.post(
                "registered-models/alias", Map.of("name", "rm-gone", "alias", "a", "version", "1"));
        Answer deleted = wire.delete("registered-models/delete", Map.of("name", "rm-gone"));
        assertThat(deleted.ok().text()).isEqualTo("{}");
        wire.delete("registered-models/delete", Map.of("name", "rm-gone")).notFound();
        wire.get("model-versions/get", Map.of("name", "rm-gone", "version", "1")).notFound();
        assertThat(create("rm-gone").json().at("/registered_model").size()).isEqualTo(3);
        createVersion("rm-gone");
        assertThat(get("rm-gone").at("/registered_model/latest_versions/0/version")).isEqualTo("1");
    }

    @Test
    void tagsAreSetReplacedAndDeleted() {
        create("rm-tags");
        Map<String, String> tag = Map.of("name", "rm-tags", "key", "a b/c", "value", "1");
        assertThat(wire.post("registered-models/set-tag", tag).ok().text()).isEqualTo("{}");
        wire.post("registered-models/set-tag", Map.of("name", "rm-tags", "key", "a b/c")).ok();
        assertThat(get("rm-tags").json().at("/registered_model/tags").toString())
                .isEqualTo("[{\"key\":\"a b/c\",\"value\":\"\"}]");
        Map<String, String> key = Map.of("name", "rm-tags", "key", "a b/c");
        assertThat(wire.delete("registered-models/delete-tag", key).ok().text()).isEqualTo("{}");
        wire.delete("registered-models/delete-tag", key).ok();
        assertThat(get("rm-tags").json().at("/registered_model").has("tags")).isFalse();
        wire.post("registered-models/set-tag", Map.of("name", "rm-none", "key", "k")).notFound();
        wire.delete("registered-models/delete-tag", Map.of("name", "rm-none", "key", "k"))
                .notFound();
    }

    @Test
    void fieldsHaveLimits() {
        create("rm-limits");
        Map<String, String> longest =
                Map.of("name", "rm-limits", "key", "k".repeat(250), "value", "v".repeat(100_000));
        wire.post("registered-models/set-tag", longest).ok();
        wire.post("registered-models/set-tag", Map.of("name", "rm-limits", "key", "k".repeat(251)))
                .invalid("251 characters, at most 250");
        wire.post(
                        "registered-models/set-tag",
                        Map.of("name", "rm-limits", "key", "k", "value", "v".repeat(100_001)))
                .invalid("value: 100001 characters, at most 100000");
        wire.post("registered-models/set-tag", Map.of("name", "rm-limits", "key", "*"))
                .invalid("key");
        wire.post("registered-models/set-tag", Map.of("name", "rm-limits")).invalid("'key'");
        wire.post(
                        "registered-models/create",
                        Map.of(
                                "name",
                                "rm-x",
                                "tags",
                                List.of(Map.of("key", "a"), Map.of("key", "../b"))))
                .invalid("tags[1].key");
        wire.post("registered-models/create", Map.of("name", "n".repeat(257)))
                .invalid("257 characters, at most 256");
        create("n".repeat(256));
        wire.patch(
                        "registered-models/update",
                        Map.of("name", "rm-limits", "description", "d".repeat(100_001)))
                .invalid("description: 100001 characters");
        wire.post("registered-models/create", "{\"name\":\"a\\u0000b\"}").invalid("NUL");
        wire.post("registered-models/create", "{\"name\":\"a\\ud800b\"}").invalid("surrogate");
        wire.post("registered-models/create", "{\"name\":5}").invalid("'name'");
    }

    @Test
    void changesMoveTheUpdateTime() throws InterruptedException {
        long created = create("rm-time").json().at("/registered_model/creation_timestamp").asLong();
        Thread.sleep(2);
        wire.post("registered-models/set-tag", Map.of("name", "rm-time", "key", "k")).ok();
        assertThat(get("rm-time").json().at("/registered_model/last_updated_timestamp").asLong())
                .isGreaterThan(created);
    }
}
