package org.tandemml.http.edge;

import java.util.List;
import java.util.stream.Stream;
import org.tandemml.http.settings.WrongSettingException;
import org.tandemml.model.Texts;

/**
 * The hosts that a request may name. A page whose own host name was made to point here (DNS
 * rebinding) names that host, so names must be known; localhost and private addresses always are,
 * for they cannot be made to point anywhere.
 */
final class AllowedHosts {
    private final List<HostPattern> patterns;

    private AllowedHosts(List<HostPattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * @param address where the service listens: that name or address is its own
     * @throws WrongSettingException saying what to write instead
     */
    static AllowedHosts of(List<String> entries, String address) {
        return new AllowedHosts(
                Stream.concat(
                                entries.stream().map(AllowedHosts::pattern),
                                HostPattern.of(address).stream())
                        .toList());
    }

    private static HostPattern pattern(String entry) {
        return HostPattern.of(entry)
                .orElseThrow(
                        () ->
                                new WrongSettingException(
                                        "TANDEM_ALLOWED_HOSTS holds '"
                                                + Texts.excerpt(entry)
                                                + "'; expected host names such as"
                                                + " registry.example.org or *.example.org,"
                                                + " separated by commas."));
    }

    boolean allow(HostName host) {
        return host.isLoopback()
                || host.isPrivateAddress()
                || patterns.stream().anyMatch(pattern -> pattern.test(host));
    }
}
