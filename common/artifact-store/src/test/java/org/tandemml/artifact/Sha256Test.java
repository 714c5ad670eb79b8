package org.tandemml.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.TandemException;

final class Sha256Test {
    private static final String HEX =
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void digitsMayBeInAnyCase() {
        assertThat(Sha256.parse("sha256:" + HEX)).isEqualTo(new Sha256(HEX));
        assertThat(Sha256.parse("SHA256:" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .hasToString("sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:00", "md5:00", HEX, "sha256:" + HEX + "0"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Sha256.parse(text)).isInstanceOf(TandemException.class);
    }
}
