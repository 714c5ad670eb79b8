package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingsTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a%20b, a b",
        "%2e%2E, ..",
        "%c3%a9, \u00e9",
        "100%, 100%",
        "%zz, %zz",
        "%4, %4",
        "%252e, %2e",
        "a+b, a+b",
        "%80, \ufffd",
        "%c3%a9%bf, \u00e9\ufffd"
    })
    void onceIsOnce(String text, String decoded) {
        assertThat(Decodings.once(text)).contains(decoded);
    }

    @Test
    void allFormsAreThere() {
        assertThat(Decodings.of("%25252e")).contains(List.of("%25252e", "%252e", "%2e", "."));
        assertThat(Decodings.of("a")).contains(List.of("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c0%ae", "%e0%80%ae", "%ed%a0%80", "%25ff", "%2525c0%2525ae"})
    void bytesThatAreNoTextAreNone(String text) {
        assertThat(Decodings.of(text)).isEmpty();
    }

    @Test
    void endlessEncodingIsNone() {
        assertThat(Decodings.of("%" + "25".repeat(20) + "2e")).isEmpty();
    }
}
