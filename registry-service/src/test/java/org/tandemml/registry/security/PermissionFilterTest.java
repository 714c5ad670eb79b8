package org.tandemml.registry.security;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;

/** Deny by default, over HTTP. */
@QuarkusTest
class PermissionFilterTest {
    private final MlflowWire wire = new MlflowWire();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/test/unguarded",
                "/test/unguarded/",
                "//test/unguarded",
                "/test//unguarded",
                "/test/./unguarded",
                "/test/unguarded;x=y",
                "/test/unguarded%3Bx",
                "/test/%75nguarded",
                "/TEST/unguarded"
            })
    void aMethodWithoutAPermissionIsReachedByNoSpelling(String path) {
        MlflowWire.Answer answer = wire.send("GET", path, null);
        if (answer.status() != 404) {
            answer.refused(403, "PERMISSION_DENIED", "closed to everybody");
        }
    }

    @Test
    void aMethodWithoutAPermissionIsClosed() {
        wire.send("GET", "/test/unguarded", null)
                .refused(403, "PERMISSION_DENIED", "closed to everybody");
    }

    @Test
    void whileNobodyHasToSignInEverybodyMayDoAll() {
        wire.get("experiments/get", Map.of("experiment_id", 0)).ok();
        wire.send("GET", "/health", null).ok();
    }
}
