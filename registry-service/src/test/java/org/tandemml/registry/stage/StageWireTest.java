package org.tandemml.registry.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class StageWireTest {
    private final MlflowWire wire = new MlflowWire();

    private void model(String name, int versions) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
        for (int i = 0; i < versions; i++) {
            wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m")).ok();
        }
    }

    private Answer move(String name, int version, String stage, boolean archive) {
        Map<String, Object> body = new HashMap<>();
        body.put("name", name);
        body.put("version", Integer.toString(version));
        body.put("stage", stage);
        body.put("archive_existing_versions", archive);
        return wire.post("model-versions/transition-stage", body);
    }

    private String stageOf(String name, int version) {
        return wire.get("model-versions/get", Map.of("name", name, "version", version))
                .ok()
                .at("/model_version/current_stage");
    }

    @ParameterizedTest
    @CsvSource({
        "production,Production",
        "STAGING,Staging",
        "Archived,Archived",
        "none,None",
        "NONE,None"
    })
    void stagesAreReadInAnyCaseAndWrittenInOne(String sent, String stored) {
        String name = "st-case-" + sent;
        model(name, 1);
        assertThat(move(name, 1, sent, false).ok().at("/model_version/current_stage"))
                .isEqualTo(stored);
    }

    @Test
    void othersInTheStageStayUnlessTheyAreToBeArchived() {
        model("st-archive", 4);
        move("st-archive", 1, "Production", false).ok();
        move("st-archive", 2, "Production", false).ok();
        move("st-archive", 3, "Staging", false).ok();
        assertThat(stageOf("st-archive", 1)).isEqualTo("Production");
        Answer moved = move("st-archive", 4, "production", true).ok();
        Golden.assertMatches("model-versions/transition-stage", moved.json());
        assertThat(List.of(1, 2, 3, 4))
                .extracting(version -> stageOf("st-archive", version))
                .containsExactly("Archived", "Archived", "Staging", "Production");
        move("st-archive", 4, "Production", true).ok();
        assertThat(stageOf("st-archive", 4)).isEqualTo("Production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Archived", "aRCHIVED"})
    void archivingIsForStagingAndProductionAlone(String stage) {
        model("st-no-" + stage, 1);
        move("st-no-" + stage, 1, stage, true).invalid("archive_existing_versions");
        move("st-no-" + stage, 1, stage, false).ok();
    }

    @Test
    void badRequestsAreNamed() {
        model("st-bad", 1);
        move("st-bad", 1, "Canary", false)
                .invalid("'Canary': expected one of None, Staging, Production, Archived");
        move("st-bad", 2, "Production", false).notFound();
        move("st-none", 1, "Production", false).notFound();
        assertThat(stageOf("st-bad", 1)).isEqualTo("None");
        wire.post("model-versions/transition-stage", Map.of("name", "st-bad", "version", "1"))
                .invalid("'stage'");
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", "st-bad", "version", "1", "stage", "Staging"))
                .ok();
    }

    @Test
    void aFailedMoveArchivesNothing() {
        model("st-whole", 1);
        move("st-whole", 1, "Production", false).ok();
        move("st-whole", 7, "Production", true).notFound();
        assertThat(stageOf("st-whole", 1)).isEqualTo("Production");
    }
}
