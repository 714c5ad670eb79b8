package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
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
                "/ajax-api/2.0/test/unguarded",
                "/api/2.0/test/unguarded/",
                "//api/2.0/test/unguarded",
                "/api/2.0//test/unguarded",
                "/api/2.0/test/./unguarded",
                "/api/2.0/mlflow/../test/unguarded",
                "/api/2.0/test/unguarded;x=y",
                "/api/2.0/test/unguarded%3Bx",
                "/api/2.0/test/%75nguarded",
                "/api/2.0/TEST/unguarded",
                "/ajax-api/2.0/test/unguarded/;x"
            })
    void aMethodWithoutAPermissionIsReachedByNoSpelling(String path) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            MlflowWire.Answer answer = wire.send(method, path, null);
            assertThat(answer.text()).as(method).doesNotContain("reached");
            assertThat(answer.status())
                    .as(method)
                    .isIn("OPTIONS".equals(method) ? 200 : 403, 400, 404, 405);
        }
    }

    @Test
    void aMethodWithoutAPermissionIsClosed() {
        wire.send("GET", "/api/2.0/test/unguarded", null)
                .refused(403, "PERMISSION_DENIED", "closed to everybody");
    }

    @Test
    void whileNobodyHasToSignInEverybodyMayDoAll() {
        wire.get("experiments/get", Map.of("experiment_id", 0)).ok();
        wire.send("GET", "/health", null).ok();
    }
}
