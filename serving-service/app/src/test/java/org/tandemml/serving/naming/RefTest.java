package org.tandemml.serving.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.TandemException;

class RefTest {
    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "PRODUCTION, Production",
        "staging, Staging",
        "Latest, latest",
        "@champion, @champion"
    })
    void readsWhatStandsInAPath(String text, String canonical) {
        assertThat(Ref.parse(text).text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.0", "99999999999", "prod", "@", "@a b", "@latest"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Ref.parse(text)).isInstanceOf(TandemException.class);
    }
}
