package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.webhook.SecretText;

class SignatureTest {
    /** Computed with Python's {@code hmac}. */
    @Test
    void isAnHmacOfIdTimestampAndBody() {
        byte[] body = "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(
                        Signature.of(
                                new SecretText("s\u00e9cret"),
                                "0b6f4d2e-0000-4000-8000-000000000001",
                                "1767225600",
                                body))
                .isEqualTo("v1,cdPzhFf0Iw+yVdBdSqGo5/LyguTBT+OumpPWl5YlZjE=");
    }
}
