package org.tandemml.registry.alias;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class AliasWireTest {
    private final MlflowWire wire = new MlflowWire();

    private void model(String name, int versions) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
        for (int i = 0; i < versions; i++) {
            wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m")).ok();
        }
    }

    private Answer set(String name, String alias, String version) {
        return wire.post(
                "registered-models/alias",
                Map.of("name", name, "alias", alias, "version", version));
    }

    private Answer get(String name, String alias) {
        return wire.get("registered-models/alias", Map.of("name", name, "alias", alias));
    }

    private Answer delete(String name, String alias) {
        return wire.delete("registered-models/alias", Map.of("name", name, "alias", alias));
    }

    @Test
    void anAliasPointsToOneVersionAndMoves() {
        model("al-move", 2);
        assertThat(set("al-move", "champion", "1").ok().text()).isEqualTo("{}");
        set("al-move", "zebra", "1").ok();
        Golden.assertMatches("registered-models/alias", get("al-move", "champion").ok().json());
        set("al-move", "champion", "2").ok();
        assertThat(get("al-move", "champion").at("/model_version/version")).isEqualTo("2");
        assertThat(get("al-move", "zebra").json().at("/model_version/aliases").toString())
                .isEqualTo("[\"zebra\"]");
        assertThat(
                        wire.get("registered-models/get", Map.of("name", "al-move"))
                                .json()
                                .at("/registered_model/aliases")
                                .toString())
                .isEqualTo(
                        "[{\"alias\":\"champion\",\"version\":\"2\"},"
                                + "{\"alias\":\"zebra\",\"version\":\"1\"}]");
    }

    @Test
    void anAliasThatIsNotThereIsABadParameter() {
        model("al-missing", 1);
        get("al-missing", "nobody").invalid("alias nobody not found");
        get("al-none", "nobody").invalid("alias nobody not found");
        get("a/b", "nobody").invalid("alias nobody not found");
        assertThat(delete("al-missing", "nobody").ok().text()).isEqualTo("{}");
        delete("al-none", "nobody").notFound();
    }

    @Test
    void aliasesAreExact() {
        model("al-case", 1);
        set("al-case", "Champion", "1").ok();
        get("al-case", "champion").invalid("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "LATEST", "v1", "V22", "a b", "a/b", "a.b", "é", "@a"})
    void reservedAndOddNamesAreRefused(String alias) {
        model("al-odd-" + Integer.toHexString(alias.hashCode()), 1);
        set("al-odd-" + Integer.toHexString(alias.hashCode()), alias, "1")
                .invalid("Invalid alias name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "v", "v1a", "latest_1", "-", "A_b-9"})
    void otherNamesAreTaken(String alias) {
        model("al-fine-" + alias, 1);
        set("al-fine-" + alias, alias, "1").ok();
        get("al-fine-" + alias, alias).ok();
    }

    @Test
    void namesHold255Characters() {
        model("al-long", 1);
        set("al-long", "a".repeat(255), "1").ok();
        set("al-long", "a".repeat(256), "1").invalid("1 to 255");
    }

    @Test
    void anUnknownVersionIs404() {
        model("al-version", 1);
        set("al-version", "a", "2").notFound();
        set("al-none", "a", "1").notFound();
        set("al-version", "a", "x").invalid("positive integer");
        get("al-version", "a").invalid("not found");
    }

    @Test
    void latestIsTheHighestVersionWhateverItsStage() {
        model("al-latest", 3);
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", "al-latest", "version", "1", "stage", "Archived"))
                .ok();
        assertThat(get("al-latest", "latest").ok().at("/model_version/version")).isEqualTo("3");
        assertThat(get("al-latest", "Latest").ok().at("/model_version/version")).isEqualTo("3");
        get("al-none", "latest").notFound();
        model("al-empty", 0);
        get("al-empty", "latest").refused(404, "RESOURCE_DOES_NOT_EXIST", "no version");
    }

    @Test
    void deletingAVersionDeletesItsAliases() {
        model("al-delete", 2);
        set("al-delete", "a", "1").ok();
        set("al-delete", "b", "2").ok();
        wire.delete("model-versions/delete", Map.of("name", "al-delete", "version", "1")).ok();
        get("al-delete", "a").invalid("not found");
        get("al-delete", "b").ok();
        set("al-delete", "a", "2").ok();
    }
}
