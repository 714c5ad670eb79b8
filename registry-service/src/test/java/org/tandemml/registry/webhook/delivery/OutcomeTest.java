package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "200,ACCEPTED",
        "204,ACCEPTED",
        "301,REFUSED",
        "302,REFUSED",
        "307,REFUSED",
        "400,REFUSED",
        "404,REFUSED",
        "410,REFUSED",
        "429,RETRY",
        "500,RETRY",
        "503,RETRY",
        "599,RETRY"
    })
    void aStatusSaysWhetherToTryAgain(int status, Outcome.Kind kind) {
        Outcome outcome = Outcome.answered(status, Duration.ofSeconds(3));
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.statusClass()).isEqualTo(status / 100);
        assertThat(outcome.pause() != null).isEqualTo(kind == Outcome.Kind.RETRY);
    }
}
