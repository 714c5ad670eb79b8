package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"churn", "bank churn", "modèle", "模型", "a.b", "A-1_x", "(v2)"})
    void namesThatUsersGiveAreTaken(String name) {
        assertThat(new ModelName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " x",
                "x ",
                "x.",
                "a/b",
                "a:b",
                "a%62",
                "a@b",
                "a*",
                "a\\b",
                "a\u0000b",
                "a\nb",
                "e\u0301",
                "zero\u200bwidth",
                "x\ud800"
            })
    void namesThatLookLikeAnotherAreRefused(String name) {
        assertThatThrownBy(() -> new ModelName(name))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void namesHaveALimit() {
        assertThat(new ModelName("x".repeat(256)).value()).hasSize(256);
        assertThatThrownBy(() -> new ModelName("x".repeat(257)))
                .hasMessageContaining("at most 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"champion", "1", "a-b_C", "vfinal", "latest2"})
    void aliasesAreTaken(String alias) {
        assertThat(new AliasName(alias).value()).isEqualTo(alias);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "LATEST", "v1", "V22", "a b", "a.b", "é", "a@b"})
    void aliasesThatReadAsSomethingElseAreRefused(String alias) {
        assertThatThrownBy(() -> new AliasName(alias)).isInstanceOf(TandemException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "007,7", "2147483647,2147483647"})
    void versionsAreRead(String text, int number) {
        assertThat(VersionNumber.parse(text).value()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-1", "+1", "1.0", "2147483648", "99999999999999999999", "١", "x"})
    void whatIsNoVersionIsRefused(String text) {
        assertThatThrownBy(() -> VersionNumber.parse(text))
                .hasMessageContaining("positive integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "abc", "1.5", "9999999999999999999"})
    void whatIsNoExperimentIdIsRefused(String text) {
        assertThatThrownBy(() -> ExperimentId.parse(text)).hasMessageContaining("valid integer");
    }

    @ParameterizedTest
    @CsvSource({"production,PRODUCTION", "NONE,NONE", "StAgInG,STAGING", "Archived,ARCHIVED"})
    void stagesAreReadInAnyCase(String text, Stage stage) {
        assertThat(Stage.parse(text)).isEqualTo(stage);
    }

    @Test
    void whatIsNoStageIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> Stage.parse("prod"))
                .hasMessage(
                        "Invalid model version stage 'prod': expected one of None, Staging,"
                                + " Production, Archived.");
    }

    @Test
    void stagesDoNotDependOnTheLocale() {
        java.util.Locale before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr"));
            assertThat(Stage.parse("ARCHIVED")).isEqualTo(Stage.ARCHIVED);
            assertThat(Stage.parse("STAGING")).isEqualTo(Stage.STAGING);
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @Test
    void excerptsHoldNothingThatBreaksALogLine() {
        assertThat(Texts.excerpt("a\nb\u0000c")).isEqualTo("a?b?c");
        assertThat(Texts.excerpt("x".repeat(65))).isEqualTo("x".repeat(64) + "...");
    }
}
