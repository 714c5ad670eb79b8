package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps serving from starting is one line. */
class ServingStartIT {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TANDEM_SERVING_POLL_INTERVAL|0s|TANDEM_SERVING_POLL_INTERVAL is '0s'; expected a"
                        + " time from 10ms to 24h, such as 1s.",
                "QUARKUS_HTTP_PORT|99999|QUARKUS_HTTP_PORT is '99999'; expected a port from 0 to"
                        + " 65535.",
                "TANDEM_REGISTRY_URL|localhost|TANDEM_REGISTRY_URL is 'localhost'; expected"
                        + " http://host:port or https://host:port.",
                "TANDEM_SERVING_MODELS|models:/a/Live|TANDEM_SERVING_MODELS: "
            })
    void aWrongSettingIsOneLine(String name, String value, String said) {
        assertThatThrownBy(
                        () -> Service.serving(folder.resolve("home"), Map.of(name, value)).close())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("ended with 1: " + said)
                .extracting(failure -> String.valueOf(failure.getMessage()).strip().lines().count())
                .isEqualTo(1L);
    }
}
