package org.tandemml.registry.registeredmodel;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.MlflowWire;

@QuarkusTest
@TestProfile(ProtectedStagesTest.ProtectProduction.class)
class ProtectedStagesTest {
    private final MlflowWire wire = new MlflowWire();

    public static final class ProtectProduction implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tandem.registry.protected-stages", "production,Staging");
        }
    }

    private void modelWithVersionIn(String name, String stage) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
        wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m")).ok();
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", name, "version", "1", "stage", stage))
                .ok();
    }

    private static Map<String, Object> first(String name) {
        return new HashMap<>(Map.of("name", name, "version", "1"));
    }

    @Test
    void aVersionInAProtectedStageIsDeletedByForceAlone() {
        modelWithVersionIn("pr-version", "Production");
        wire.delete("model-versions/delete", first("pr-version"))
                .refused(409, "RESOURCE_CONFLICT", "protected stage Production");
        Map<String, Object> forced = first("pr-version");
        forced.put("force", false);
        wire.delete("model-versions/delete", forced).refused(409, "RESOURCE_CONFLICT", "force");
        forced.put("force", true);
        wire.delete("model-versions/delete", forced).ok();
    }

    @Test
    void itsModelToo() {
        modelWithVersionIn("pr-model", "Staging");
        wire.delete("registered-models/delete", Map.of("name", "pr-model"))
                .refused(409, "RESOURCE_CONFLICT", "Version 1 of model pr-model");
        wire.delete("registered-models/delete", Map.of("name", "pr-model", "force", true)).ok();
    }

    @Test
    void anotherStageIsFree() {
        modelWithVersionIn("pr-archived", "Archived");
        wire.delete("model-versions/delete", first("pr-archived")).ok();
        wire.delete("registered-models/delete", Map.of("name", "pr-archived")).ok();
    }
}
