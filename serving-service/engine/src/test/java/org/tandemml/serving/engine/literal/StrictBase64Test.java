package org.tandemml.serving.engine.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {
    @Test
    void decodesWhatIsEncoded() {
        Random random = new Random(3);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64.getEncoder().encodeToString(bytes);
            assertThat(StrictBase64.decode(text)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "aGk",
                "aG==k",
                "aGl=",
                "aGkx\n",
                "aG k",
                "_-8=",
                "====",
                "=",
                "aGk=aGk=",
                "aGk=\n",
                "aR==",
                "é==="
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> StrictBase64.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
