package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tandemml.registry.home.StartupException;

class FailureLineTest {
    @Test
    void aForeseenFailureIsItsLine() {
        assertThat(
                        FailureLine.of(
                                new RuntimeException(
                                        "wrapped", new StartupException("Do\n this.\n"))))
                .isEqualTo(new FailureLine("Do this.", true));
    }

    @Test
    void anUnforeseenFailureIsOneLineToo() {
        assertThat(FailureLine.of(new RuntimeException("outer", new Exception("a\nb"))))
                .isEqualTo(
                        new FailureLine(
                                "The registry did not start: java.lang.Exception: a b", false));
    }
}
