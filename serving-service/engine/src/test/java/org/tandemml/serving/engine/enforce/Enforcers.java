package org.tandemml.serving.engine.enforce;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tandemml.model.signature.Schema;

/** Enforcers and bodies for tests. */
final class Enforcers {
    private static final int MAX_ROWS = 1000;

    private Enforcers() {}

    static SignatureEnforcer strict(Schema schema) {
        return of(schema, EnforcementMode.STRICT);
    }

    static SignatureEnforcer mlflow(Schema schema) {
        return of(schema, EnforcementMode.MLFLOW);
    }

    private static SignatureEnforcer of(Schema schema, EnforcementMode mode) {
        return SignatureEnforcer.of(
                schema, List.of(), new EnforcementSettings("demo/2", mode, MAX_ROWS, true));
    }

    static byte[] utf8(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
