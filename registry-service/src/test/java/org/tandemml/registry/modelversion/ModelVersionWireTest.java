package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class ModelVersionWireTest {
    private final MlflowWire wire = new MlflowWire();

    private void model(String name) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    private Answer version(String name) {
        return wire.post(
                        "model-versions/create",
                        Map.of("name", name, "source", "s3://bucket/" + name))
                .ok();
    }

    private Answer get(String name, String version) {
        return wire.get("model-versions/get", Map.of("name", name, "version", version));
    }

    @Test
    void createAnswersTheVersion() {
        model("mv-create");
        Golden.assertMatches("model-versions/create-plain", version("mv-create").json());
        Map<String, Object> full = new HashMap<>();
        full.put("name", "mv-create");
        full.put("source", "s3://bucket/model");
        full.put("run_id", "0123456789abcdef0123456789abcdef");
        full.put("run_link", "https://elsewhere.example/runs/1");
        full.put("description", "Second");
        full.put("tags", List.of(Map.of("key", "k", "value", "v")));
        Golden.assertMatches(
                "model-versions/create-full", wire.post("model-versions/create", full).ok().json());
        Golden.assertMatches("model-versions/get", get("mv-create", "2").ok().json());
        Golden.assertMatches(
                "model-versions/get-download-uri",
                wire.get(
                                "model-versions/get-download-uri",
                                Map.of("name", "mv-create", "version", "2"))
                        .ok()
                        .json());
    }

    @Test
    void numbersAreNeverGivenAgain() {
        model("mv-numbers");
        assertThat(version("mv-numbers").at("/model_version/version")).isEqualTo("1");
        assertThat(version("mv-numbers").at("/model_version/version")).isEqualTo("2");
        Map<String, String> second = Map.of("name", "mv-numbers", "version", "2");
        assertThat(wire.delete("model-versions/delete", second).ok().text()).isEqualTo("{}");
        wire.delete("model-versions/delete", second).notFound();
        get("mv-numbers", "2").notFound();
        assertThat(version("mv-numbers").at("/model_version/version")).isEqualTo("3");
    }

    @Test
    void aRefusedCreateLeavesNoGap() {
        model("mv-gap");
        wire.post("model-versions/create", Map.of("name", "mv-gap", "source", "models:/none/1"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "models:/none/1");
        assertThat(version("mv-gap").at("/model_version/version")).isEqualTo("1");
    }

    @Test
    void whatIsNotThereIs404() {
        wire.post("model-versions/create", Map.of("name", "mv-none", "source", "s3://b/m"))
                .notFound();
        model("mv-empty");
        for (String version : List.of("1", "0", "-1", "2147483648", "99999999999999999999")) {
            get("mv-empty", version).notFound();
        }
        Map<String, String> ref = Map.of("name", "mv-empty", "version", "1", "key", "k");
        wire.patch("model-versions/update", ref).notFound();
        wire.delete("model-versions/delete", ref).notFound();
        wire.post("model-versions/set-tag", ref).notFound();
        wire.delete("model-versions/delete-tag", ref).notFound();
        wire.get("model-versions/get-download-uri", ref).notFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.0", "1e3", "1 ", "latest", "v1", "\u0661"})
    void aVersionThatIsNoIntegerIs400(String version) {
        get("mv-any", version).invalid("Model version must be a positive integer");
    }

    @Test
    void aVersionIsTextOnTheWire() {
        wire.delete("model-versions/delete", "{\"name\":\"x\",\"version\":1}").invalid("'version'");
    }

    @Test
    void missingFieldsAreNamed() {
        wire.post("model-versions/create", Map.of()).invalid("'name'");
        wire.post("model-versions/create", Map.of("name", "x")).invalid("'source'");
        wire.get("model-versions/get", Map.of("name", "x")).invalid("'version'");
        wire.patch("model-versions/update", Map.of("name", "x")).invalid("'version'");
        wire.post("model-versions/set-tag", Map.of("name", "x", "version", "1")).invalid("'key'");
    }

    @Test
    void updateReplacesTheDescriptionAndItsAbsenceClearsIt() {
        model("mv-update");
        assertThat(version("mv-update").json().at("/model_version/description").asText("absent"))
                .isEmpty();
        Map<String, String> ref = Map.of("name", "mv-update", "version", "1");
        Map<String, String> text = new HashMap<>(ref);
        text.put("description", "words");
        assertThat(wire.patch("model-versions/update", text).ok().at("/model_version/description"))
                .isEqualTo("words");
        Answer cleared = wire.patch("model-versions/update", ref).ok();
        assertThat(cleared.json().at("/model_version").has("description")).isFalse();
    }

    @Test
    void tagsAreSetReplacedAndDeleted() {
        model("mv-tags");
        version("mv-tags");
        Map<String, String> tag = new HashMap<>(Map.of("name", "mv-tags", "version", "1"));
        tag.put("key", "k");
        tag.put("value", "1");
        wire.post("model-versions/set-tag", tag).ok();
        tag.put("value", "2");
        assertThat(wire.post("model-versions/set-tag", tag).ok().text()).isEqualTo("{}");
        assertThat(get("mv-tags", "1").json().at("/model_version/tags").toString())
                .isEqualTo("[{\"key\":\"k\",\"value\":\"2\"}]");
        tag.remove("value");
        assertThat(wire.delete("model-versions/delete-tag", tag).ok().text()).isEqualTo("{}");
        wire.delete("model-versions/delete-tag", tag).ok();
        assertThat(get("mv-tags", "1").json().at("/model_version").has("tags")).isFalse();
        tag.put("value", "v".repeat(100_001));
        wire.post("model-versions/set-tag", tag).invalid("at most 100000");
    }

    @Test
    void latestVersionsByGetAndByPost() {
        model("mv-latest");
        for (int i = 1; i <= 5; i++) {
            version("mv-latest");
        }
        transition("mv-latest", "1", "Production");
        transition("mv-latest", "2", "Production");
        transition("mv-latest", "3", "Staging");
        transition("mv-latest", "4", "Archived");
        Map<String, Object> all = Map.of("name", "mv-latest");
        Answer byGet = wire.get("registered-models/get-latest-versions", all).ok();
        Golden.assertMatches("registered-models/get-latest-versions", byGet.json());
        assertThat(wire.post("registered-models/get-latest-versions", all).ok().text())
                .isEqualTo(byGet.text());
        Answer some =
                wire.post(
                        "registered-models/get-latest-versions",
                        Map.of("name", "mv-latest", "stages", List.of("archived", "PRODUCTION")));
        assertThat(some.ok().json().findValuesAsText("version")).containsExactly("2", "4");
        wire.get(
                        "registered-models/get-latest-versions",
                        Map.of("name", "mv-latest", "stages", List.of("Production", "Canary")))
                .invalid("Canary");
        wire.get("registered-models/get-latest-versions", Map.of("name", "mv-no")).notFound();
    }

    @Test
    void noLatestVersionIsAnEmptyAnswer() {
        model("mv-without");
        assertThat(
                        wire.get(
                                        "registered-models/get-latest-versions",
                                        Map.of("name", "mv-without"))
                                .ok()
                                .text())
                .isEqualTo("{}");
    }

    private void transition(String name, String version, String stage) {
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", name, "version", version, "stage", stage))
                .ok();
    }

    @Test
    void longFieldsAreRefused() {
        model("mv-long");
        Map<String, Object> create = new HashMap<>(Map.of("name", "mv-long"));
        create.put("source", "s3://b/" + "x".repeat(2048));
        wire.post("model-versions/create", create).invalid("source: 2055 characters");
        create.put("source", "s3://b/x");
        create.put("run_link", "x".repeat(2049));
        wire.post("model-versions/create", create).invalid("run_link: 2049 characters");
        create.remove("run_link");
        create.put("description", "x".repeat(100_001));
        wire.post("model-versions/create", create).invalid("description: 100001 characters");
        create.remove("description");
        create.put("run_id", "a b");
        wire.post("model-versions/create", create).invalid("Invalid run ID");
        create.remove("run_id");
        create.put("model_id", "m-1");
        wire.post("model-versions/create", create).invalid("Invalid logged model ID");
    }
}
