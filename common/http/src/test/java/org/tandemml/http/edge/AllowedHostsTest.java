package org.tandemml.http.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final AllowedHosts NONE_NAMED = AllowedHosts.of(List.of(), LOOPBACK);
    private static final AllowedHosts SOME_NAMED =
            AllowedHosts.of(
                    List.of(
                            "registry.example.org",
                            "*.lab.example.org:8443",
                            " Mixed.Example.ORG ",
                            "203.0.113.*",
                            "[2001:db8::7]:80"),
                    LOOPBACK);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:5000",
                "LOCALHOST:5000",
                "localhost.:5000",
                "app.localhost",
                "127.0.0.1:5000",
                "127.8.9.10",
                "0.0.0.0:5000",
                "[::1]:5000",
                "[::1]",
                "10.1.2.3",
                "172.16.0.1:80",
                "172.31.255.255",
                "192.168.0.7:5000",
                "[fd12:3456::1]:5000",
                "[::ffff:10.0.0.1]"
            })
    void localhostAndPrivateAddressesAlwaysMay(String host) {
        assertThat(HostName.of(host))
                .hasValueSatisfying(h -> assertThat(NONE_NAMED.allow(h)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "localhost.example.org",
                "127.0.0.1.example.org",
                "127.0.0.1.nip.io:5000",
                "10.example.org",
                "192.168.0.1.example.org",
                "172.32.0.1",
                "172.15.0.1",
                "11.0.0.1",
                "8.8.8.8",
                "169.254.169.254",
                "0177.0.0.1",
                "2130706433",
                "0x7f000001",
                "[2001:db8::1]",
                "[::ffff:8.8.8.8]",
                "[fec0::1]"
            })
    void othersMayNot(String host) {
        assertThat(HostName.of(host).filter(NONE_NAMED::allow)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":5000",
                "localhost:5000:5000",
                "localhost@example.org",
                "example.org@localhost",
                "localhost/",
                "localhost#",
                "local host",
                "localhost\n",
                "[::1",
                "::1",
                "[localhost]",
                "[::1]x",
                "."
            })
    void whatIsNoHostIsNone(String text) {
        assertThat(HostName.of(text).filter(NONE_NAMED::allow)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.org, true",
        "registry.example.org:5000, true",
        "REGISTRY.example.org., true",
        "a.registry.example.org, false",
        "registryxexample.org, false",
        "registry.example.org.evil.org, false",
        "one.lab.example.org, true",
        "one.two.lab.example.org:1, true",
        "lab.example.org, false",
        "evillab.example.org, false",
        "mixed.example.org, true",
        "203.0.113.9:5000, true",
        "203.0.113.evil.org, false",
        "203.0.114.9, false",
        "[2001:db8::7]:5000, true",
        "[2001:db8:0::7], true",
        "localhost, true",
        "10.0.0.1, true"
    })
    void namesAreAddedToThem(String host, boolean allowed) {
        Optional<HostName> name = HostName.of(host);
        assertThat(name.filter(SOME_NAMED::allow).isPresent()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.org", "example.org/path", "a b", "", "[zz]", "user@host"})
    void aWrongEntrySaysWhatToWrite(String entry) {
        assertThatThrownBy(() -> AllowedHosts.of(List.of(entry), LOOPBACK))
                .hasMessageContaining("TANDEM_ALLOWED_HOSTS")
                .hasMessageContaining("*.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "8.8.8.8", "[2001:db8::1]:80"})
    void aStarAllowsAll(String host) {
        assertThat(HostName.of(host).filter(AllowedHosts.of(List.of("*"), LOOPBACK)::allow))
                .isPresent();
    }

    @Test
    void theNameOrAddressThatTheServiceListensAtIsItsOwn() {
        AllowedHosts named = AllowedHosts.of(List.of(), "registry.example.org");
        assertThat(named.allow(HostName.of("registry.example.org:5000").orElseThrow())).isTrue();
        assertThat(named.allow(HostName.of("example.org").orElseThrow())).isFalse();
        AllowedHosts address = AllowedHosts.of(List.of(), "2001:db8::7");
        assertThat(address.allow(HostName.of("[2001:db8::7]:5000").orElseThrow())).isTrue();
        assertThat(address.allow(HostName.of("[2001:db8::8]").orElseThrow())).isFalse();
    }
}
