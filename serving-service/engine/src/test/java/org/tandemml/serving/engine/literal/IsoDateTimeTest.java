package org.tandemml.serving.engine.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDateTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00:00Z",
        "2024-02-29T13:45, 2024-02-29T13:45:00Z",
        "2024-02-29 13:45:10, 2024-02-29T13:45:10Z",
        "2024-02-29t13:45:10z, 2024-02-29T13:45:10Z",
        "2024-02-29T13:45:10.5, 2024-02-29T13:45:10.500Z",
        "'2024-02-29T13:45:10,123456789Z', 2024-02-29T13:45:10.123456789Z",
        "2024-02-29T13:45:10.1234567890000, 2024-02-29T13:45:10.123456789Z",
        "2024-02-29T23:45:10+02:00, 2024-02-29T21:45:10Z",
        "2024-02-29T23:45:10-0530, 2024-03-01T05:15:10Z",
        "2024-02-29T23:45-05, 2024-03-01T04:45:00Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
        "1677-09-21T00:12:43.145224192Z, 1677-09-21T00:12:43.145224192Z",
        "2262-04-11T23:47:16.854775807Z, 2262-04-11T23:47:16.854775807Z"
    })
    void readsDatesAndDateTimes(String text, Instant expected) {
        long nanos = IsoDateTime.toEpochNanos(text);
        assertThat(Instant.ofEpochSecond(0, nanos)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "2024",
                "2024-02",
                "20240229",
                "2024-2-9",
                "24-02-29",
                "2023-02-29",
                "2024-13-01",
                "2024-00-10",
                "2024-02-29T",
                "2024-02-29T13",
                "2024-02-29T24:00:00",
                "2024-02-29T23:60",
                "2024-02-29T23:59:60",
                "2024-02-29T13:45:10.",
                "2024-02-29T13:45.5",
                "2024-02-29T13:45:10+",
                "2024-02-29T13:45:10+2",
                "2024-02-29T13:45:10+19:00",
                "2024-02-29T13:45:10+02:60",
                "2024-02-29Z",
                "2024-02-29T13:45:10Zx",
                " 2024-02-29",
                "2024-02-29 ",
                "2024-W09-4",
                "2024-060",
                "29/02/2024",
                "Feb 29 2024",
                "now",
                "1677-09-21T00:12:43.145224191Z",
                "2262-04-11T23:47:16.854775808Z",
                "0000-01-01",
                "9999-12-31",
                "-2024-02-29",
                "2024-02-29T13:45:10.0000000001",
                "２０２４-02-29",
                "2024-02-29T13:45:10.５"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> IsoDateTime.toEpochNanos(text))
                .isInstanceOf(DateTimeException.class);
    }

    @Test
    void readsWhatAnInstantWrites() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong();
            String text = Instant.ofEpochSecond(0, nanos).toString();
            assertThat(IsoDateTime.toEpochNanos(text)).as(text).isEqualTo(nanos);
        }
    }
}
