package org.tandemml.serving.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.vertx.core.http.HttpServerOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.http.settings.SettingSources;
import org.tandemml.serving.config.ServingSettings;

class IdleConnectionsTest {
    /** Above the system properties that tests of the whole service leave behind. */
    private static final int FIRST = 1_000;

    @ParameterizedTest
    @CsvSource({"60s, 120000", "119s, 129000", "24h, 86410000"})
    void aPredictionMayTakeItsTime(String requestTimeout, long idleMillis) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(120_000);
        new IdleConnections(settings(requestTimeout)).customizeHttpServer(options);
        assertThat(options.getIdleTimeoutUnit().toMillis(options.getIdleTimeout()))
                .isEqualTo(idleMillis);
    }

    private static ServingSettings settings(String requestTimeout) {
        Map<String, String> environment = Map.of("TANDEM_SERVING_REQUEST_TIMEOUT", requestTimeout);
        return SettingSources.builder(ServingSettings.class.getClassLoader())
                .withMapping(ServingSettings.class)
                .withSources(new EnvConfigSource(environment, FIRST))
                .build()
                .getConfigMapping(ServingSettings.class);
    }
}
