package org.tandemml.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    private static final AllowedOrigins NONE_NAMED = AllowedOrigins.of(List.of());
    private static final AllowedOrigins SOME_NAMED =
            AllowedOrigins.of(
                    List.of(
                            "https://app.example.org",
                            "https://*.lab.example.org",
                            "http://dev.example.org:3000",
                            "plain.example.org"));

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5000, localhost:5000",
        "http://localhost:3000, localhost:5000",
        "http://127.0.0.1:5000, localhost:5000",
        "https://registry.example.org, registry.example.org:5000",
        "https://REGISTRY.example.org:443, registry.example.org",
        "http://[::1]:5000, [::1]:5000"
    })
    void ownPagesMayCall(String origin, String host) {
        assertThat(NONE_NAMED.allow(origin, HostName.of(host).orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.org",
                "http://localhost.evil.org",
                "http://localhost@evil.org",
                "http://evil.org@localhost",
                "http://evil.org/localhost",
                "http://localhost:5000/",
                "file://localhost",
                "chrome-extension://localhost",
                "http://10.0.0.1",
                "http://registry.example.org.evil.org",
                "http://localhost:99999999"
            })
    void othersMayNot(String origin) {
        assertThat(NONE_NAMED.allow(origin, HostName.of("localhost:5000").orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org, true",
        "https://app.example.org:8443, true",
        "http://app.example.org, false",
        "https://app.example.org.evil.org, false",
        "https://evil-app.example.org, false",
        "https://a.b.lab.example.org, true",
        "https://lab.example.org, false",
        "http://dev.example.org:3000, true",
        "http://dev.example.org, false",
        "http://plain.example.org:1, true",
        "https://plain.example.org, true",
        "https://registry.example.org, true"
    })
    void namedPagesMayCallToo(String origin, boolean allowed) {
        HostName host = HostName.of("registry.example.org").orElseThrow();
        assertThat(SOME_NAMED.allow(origin, host)).isEqualTo(allowed);
    }

    @Test
    void aStarAllowsAll() {
        AllowedOrigins all = AllowedOrigins.of(List.of("https://a.example.org", "*"));
        assertThat(all.allowAny()).isTrue();
        assertThat(all.allow("null", HostName.of("localhost").orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "ftp://a.example.org", "https://a.example.org/path", "a b"})
    void aWrongEntrySaysWhatToWrite(String entry) {
        assertThatThrownBy(() -> AllowedOrigins.of(List.of(entry)))
                .hasMessageContaining("TANDEM_CORS_ALLOWED_ORIGINS")
                .hasMessageContaining("https://app.example.org");
    }
}
