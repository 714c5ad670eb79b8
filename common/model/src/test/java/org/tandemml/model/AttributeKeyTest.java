package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "mlflow.source.name", "a/b", "a b:c-d_e", "...", "1", "日本"})
    void takesLettersDigitsAndAFewSigns(String key) {
        assertThat(AttributeKey.require("key", key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "a//b", "/x", "../x", ".", "..", "a/", "a/./b", "a\0b", "a\nb"})
    void refusesWhatIsNoCleanPath(String key) {
        assertThatThrownBy(() -> AttributeKey.require("tags[0].key", key))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
                            assertThat(e.getMessage()).contains("tags[0].key");
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {251, 100_000})
    void refusesMoreThan250Characters(int length) {
        assertThat(AttributeKey.require("key", "k".repeat(250))).hasSize(250);
        assertThatThrownBy(() -> AttributeKey.require("key", "k".repeat(length)))
                .hasMessageContaining("at most 250");
    }
}
