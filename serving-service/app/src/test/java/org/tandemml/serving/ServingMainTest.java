package org.tandemml.serving;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.http.settings.SettingSources;
import org.tandemml.http.settings.WrongSettingException;

/** Settings that cannot be used, without starting a process for each. */
class ServingMainTest {
    /** Above the system properties that tests of the whole service leave behind. */
    private static final int FIRST = 1_000;

    private static SmallRyeConfig config(String variable, String value) {
        return SettingSources.builder(ServingMain.class.getClassLoader())
                .withSources(new EnvConfigSource(Map.of(variable, value), FIRST))
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_HTTP_PORT|99999|a port from 0 to 65535",
                "QUARKUS_HTTP_PORT|-1|a port from 0 to 65535",
                "QUARKUS_HTTP_PORT|many|a port from 0 to 65535",
                "TANDEM_ALLOW_UNSAFE_SETTINGS|maybe|true or false",
                "TANDEM_HTTP_HEAD_TIMEOUT|0s|a time from 1ms to 1h, such as 10s",
                "TANDEM_HTTP_HEAD_TIMEOUT|61m|a time from 1ms to 1h, such as 10s",
                "TANDEM_SERVING_POLL_INTERVAL|0s|a time from 10ms to 24h, such as 1s",
                "TANDEM_SERVING_POLL_INTERVAL|-1s|a time from 10ms to 24h, such as 1s",
                "TANDEM_SERVING_POLL_INTERVAL|often|a time from 10ms to 24h, such as 1s",
                "TANDEM_SERVING_POLL_INTERVAL|9999999999h|a time from 10ms to 24h, such as 1s",
                "TANDEM_SERVING_ENFORCEMENT|lax|strict or mlflow",
                "TANDEM_SERVING_BREAKING|deny|allow or refuse",
                "TANDEM_SERVING_ECHO_VALUES|ture|true or false",
                "TANDEM_SERVING_MAX_BODY|0|a size from 1 (bytes) to 1G, such as 64M",
                "TANDEM_SERVING_MAX_BODY|-5M|a size from 1 (bytes) to 1G, such as 64M",
                "TANDEM_SERVING_MAX_BODY|3G|a size from 1 (bytes) to 1G, such as 64M",
                "TANDEM_SERVING_MAX_ROWS|0|a whole number of at least 1",
                "TANDEM_SERVING_MAX_ROWS|9999999999|a whole number of at least 1",
                "TANDEM_SERVING_MAX_CONCURRENT|-1|a whole number of at least 1",
                "TANDEM_SERVING_REQUEST_TIMEOUT|0s|a time from 1ms to 24h, such as 60s",
                "TANDEM_SERVING_REQUEST_TIMEOUT|25h|a time from 1ms to 24h, such as 60s",
                "TANDEM_SERVING_EVENT_LOOP_LIMIT|-1ms|a time from 0s to 24h, such as 0.0002s",
                "TANDEM_SERVING_EVENT_LOOP_LIMIT|soon|a time from 0s to 24h, such as 0.0002s",
                "TANDEM_SERVING_BENCH_BASELINE_ENABLED|please|true or false"
            })
    void aValueThatCannotBeUsedIsNamedWithWhatIsExpected(
            String variable, String value, String expected) {
        assertThatThrownBy(() -> ServingMain.checkSettings(config(variable, value)))
                .isInstanceOf(WrongSettingException.class)
                .hasMessage(variable + " is '" + value + "'; expected " + expected + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TANDEM_HOME|a folder that this user may write",
                "TANDEM_REGISTRY_URL|http://host:port or https://host:port",
                "TANDEM_SERVING_MODELS|models:/name/stage and the like, separated by commas",
                "TANDEM_SERVING_POLL_INTERVAL|a time from 10ms to 24h, such as 1s"
            })
    void aSettingThatMustNotBeEmptyIsNamed(String variable, String expected) {
        assertThatThrownBy(() -> ServingMain.checkSettings(config(variable, "")))
                .isInstanceOf(WrongSettingException.class)
                .hasMessage(variable + " is empty; expected " + expected + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_HTTP_PORT|0",
                "QUARKUS_HTTP_PORT|65535",
                "TANDEM_SERVING_POLL_INTERVAL|10ms",
                "TANDEM_SERVING_POLL_INTERVAL|24h",
                "TANDEM_SERVING_ENFORCEMENT|MLFLOW",
                "TANDEM_SERVING_ECHO_VALUES|NO",
                "TANDEM_SERVING_MAX_BODY|1",
                "TANDEM_SERVING_MAX_BODY|1G",
                "TANDEM_SERVING_MAX_ROWS|1",
                "TANDEM_SERVING_EVENT_LOOP_LIMIT|0s",
                "TANDEM_REGISTRY_PASSWORD|''"
            })
    void valuesAtTheLimitsAreTaken(String variable, String value) {
        assertThatCode(() -> ServingMain.checkSettings(config(variable, value)))
                .doesNotThrowAnyException();
    }
}
