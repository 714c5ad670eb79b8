package org.tandemml.http.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.http.settings.WrongSettingException;

class UnsafeSettingsTest {
    private record Settings(Optional<List<String>> corsAllowedOrigins, boolean allowUnsafeSettings)
            implements BrowserConfig {
        @Override
        public Optional<List<String>> allowedHosts() {
            return Optional.empty();
        }
    }

    private static BrowserConfig settings(boolean allowUnsafe, String... origins) {
        return new Settings(
                Optional.of(List.of(origins)).filter(list -> !list.isEmpty()), allowUnsafe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.1.2.3", "2001:db8::1", "8.8.8.8"})
    void anAddressThatOthersReachNeedsTheOverride(String host) {
        assertThatThrownBy(() -> UnsafeSettings.check(settings(false), host))
                .isInstanceOf(WrongSettingException.class)
                .hasMessageContaining("QUARKUS_HTTP_HOST is " + host)
                .hasMessageContaining("TANDEM_ALLOW_UNSAFE_SETTINGS=true");
        assertThatCode(() -> UnsafeSettings.check(settings(true), host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "localhost"})
    void thisMachineAloneIsSafe(String host) {
        assertThatCode(() -> UnsafeSettings.check(settings(false), host))
                .doesNotThrowAnyException();
    }

    @Test
    void everyOriginNeedsTheOverride() {
        BrowserConfig any = settings(false, "https://app.example.org", "*");
        assertThatThrownBy(() -> UnsafeSettings.check(any, "127.0.0.1"))
                .hasMessageContaining("TANDEM_CORS_ALLOWED_ORIGINS is *")
                .hasMessageContaining("TANDEM_ALLOW_UNSAFE_SETTINGS=true");
        assertThatCode(() -> UnsafeSettings.check(settings(true, "*"), "127.0.0.1"))
                .doesNotThrowAnyException();
        assertThatCode(
                        () ->
                                UnsafeSettings.check(
                                        settings(false, "https://*.example.org"), "127.0.0.1"))
                .doesNotThrowAnyException();
    }
}
