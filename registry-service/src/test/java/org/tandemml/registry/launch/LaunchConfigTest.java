package org.tandemml.registry.launch;

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
class LaunchConfigTest {
    /** Above the system properties that tests of the whole service leave behind. */
    private static final int FIRST = 1_000;

    private static SmallRyeConfig config(String variable, String value) {
        return SettingSources.builder(LaunchConfig.class.getClassLoader())
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
                "TANDEM_MAX_JSON_BODY|plenty|a size from 1 (bytes) to 1G, such as 32M",
                "TANDEM_MAX_JSON_BODY|0|a size from 1 (bytes) to 1G, such as 32M",
                "TANDEM_MAX_JSON_BODY|2G|a size from 1 (bytes) to 1G, such as 32M",
                "TANDEM_ARTIFACTS_SERVE|ture|true or false",
                "TANDEM_ARTIFACTS_S3_PATH_STYLE|path|true or false",
                "TANDEM_ARTIFACTS_S3_DIRECT_UPLOADS|2|true or false",
                "TANDEM_ARTIFACTS_S3_MAX_CONCURRENT|0|a whole number of at least 1",
                "TANDEM_ARTIFACTS_S3_MAX_CONCURRENT|1.5|a whole number of at least 1",
                "TANDEM_WEBHOOK_MAX_RETRIES|101|a whole number from 0 to 100",
                "TANDEM_WEBHOOK_MAX_RETRIES|-1|a whole number from 0 to 100",
                "TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS|maybe|true or false"
            })
    void aValueThatCannotBeUsedIsNamedWithWhatIsExpected(
            String variable, String value, String expected) {
        assertThatThrownBy(() -> LaunchConfig.check(config(variable, value)))
                .isInstanceOf(WrongSettingException.class)
                .hasMessage(variable + " is '" + value + "'; expected " + expected + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TANDEM_HOME|a folder that this user may write",
                "TANDEM_MAX_JSON_BODY|a size from 1 (bytes) to 1G, such as 32M"
            })
    void aSettingThatMustNotBeEmptyIsNamed(String variable, String expected) {
        assertThatThrownBy(() -> LaunchConfig.check(config(variable, "")))
                .isInstanceOf(WrongSettingException.class)
                .hasMessage(variable + " is empty; expected " + expected + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_HTTP_PORT|0",
                "TANDEM_MAX_JSON_BODY|1G",
                "TANDEM_ARTIFACTS_SERVE|off",
                "TANDEM_ARTIFACTS_S3_PATH_STYLE|''",
                "TANDEM_ARTIFACTS_S3_PATH_STYLE|true",
                "TANDEM_ARTIFACTS_S3_MAX_CONCURRENT|1",
                "TANDEM_REGISTRY_PROTECTED_STAGES|''"
            })
    void valuesAtTheLimitsAreTaken(String variable, String value) {
        assertThatCode(() -> LaunchConfig.check(config(variable, value)))
                .doesNotThrowAnyException();
    }
}
