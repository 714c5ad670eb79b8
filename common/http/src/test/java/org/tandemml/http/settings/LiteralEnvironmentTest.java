package org.tandemml.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralEnvironmentTest {
    private static SmallRyeConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(environment, EnvConfigSource.ORDINAL))
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "tandem.key", "${MLFLOW_KEY:none}",
                                        "tandem.twice", "${tandem.home}/${MLFLOW_KEY:none}"),
                                "application.properties",
                                250))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a$b",
                "/a$",
                "/a$$b",
                "/a${b}",
                "/a${b",
                "/${HOME}",
                "/a\\b",
                "/a\\$b",
                "/a\\\\$b",
                "/a\\${b}",
                "/a:b",
                "^x$|\\$"
            })
    void whatTheEnvironmentSaysIsTakenAsItIs(String text) {
        SmallRyeConfig config = config(Map.of("TANDEM_HOME", text, "MLFLOW_KEY", text));
        assertThat(config.getValue("tandem.home", String.class)).isEqualTo(text);
        assertThat(config.getValue("tandem.key", String.class)).isEqualTo(text);
        assertThat(config.getValue("tandem.twice", String.class)).isEqualTo(text + "/" + text);
    }

    @Test
    void elsewhereExpressionsAreReplaced() {
        SmallRyeConfig config = config(Map.of("QUARKUS_HTTP_PORT", "${PORT:7000}"));
        assertThat(config.getValue("quarkus.http.port", Integer.class)).isEqualTo(7000);
        assertThat(config.getValue("tandem.key", String.class)).isEqualTo("none");
    }
}
