package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({"1,1000", "2,2000", "3,4000", "6,32000", "7,60000", "100,60000"})
    void doublesUpToAMinute(int failed, long millis) {
        assertThat(new Backoff(bound -> 0).after(failed, null)).hasMillis(millis);
    }

    @Test
    void addsUpToASecondByChance() {
        assertThat(new Backoff(bound -> bound - 1).after(1, null)).hasMillis(1999);
        assertThat(new Backoff().after(1, null))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(1999));
    }

    @Test
    void waitsAsLongAsItIsAskedToButNotLongerThanAMinute() {
        Backoff backoff = new Backoff(bound -> 0);
        assertThat(backoff.after(1, Duration.ofSeconds(10))).hasSeconds(10);
        assertThat(backoff.after(5, Duration.ofSeconds(1))).hasSeconds(16);
        assertThat(backoff.after(1, Duration.ofDays(1))).hasSeconds(60);
    }

    @Test
    void readsRetryAfterInSeconds() {
        assertThat(Backoff.retryAfter("7")).hasSeconds(7);
        assertThat(Backoff.retryAfter(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"})
    void takesNoOtherForm(String header) {
        assertThat(Backoff.retryAfter(header)).isNull();
    }
}
