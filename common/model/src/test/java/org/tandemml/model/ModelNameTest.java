package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "breast-cancer", "Churn v2.1 (EU)", "modèle", "模型", "a?b#c", "😀"})
    void takesWhatAModelUriCanCarry(String name) {
        assertThat(new ModelName(name).value()).isEqualTo(name);
        assertThat(ModelName.find(name)).contains(new ModelName(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a\\b",
                "a:b",
                "a%6d",
                "a@b",
                "a*",
                " a",
                "a ",
                "\u00a0a",
                "a\u3000",
                "a.",
                ".",
                "..",
                "e\u0301",
                "a\nb",
                "a\u200bb",
                "a\u2028b",
                "a\u3164",
                "a\ufe0f",
                "a\0b",
                "a\ud800",
                ""
            })
    void refusesTwinsOfNamesAndSignsOfUris(String name) {
        assertThatThrownBy(() -> new ModelName(name))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
        assertThat(ModelName.find(name)).isEmpty();
    }

    @Test
    void holds256Characters() {
        assertThat(ModelName.find("n".repeat(256))).isPresent();
        assertThat(ModelName.find("n".repeat(257))).isEmpty();
        assertThatThrownBy(() -> new ModelName("n".repeat(257)))
                .hasMessageContaining("257 characters, at most 256");
    }
}
