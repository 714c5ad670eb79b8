package org.tandemml.http.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which hosts requests may name, and which web pages may send them. */
@ConfigMapping(prefix = "tandem")
public interface BrowserConfig {
    /**
     * Host names that requests may name besides localhost, private addresses and the address that
     * is listened on, which always may: {@code registry.example.org}, {@code *.example.org}; {@code
     * *} for all. Ports do not count. Others: 403, except for probes. Unset: none.
     */
    Optional<List<String>> allowedHosts();

    /**
     * Origins whose web pages may call besides those of the host that the request names, which may
     * have another port and scheme, as proxies change them, and besides each other's on this
     * machine: {@code https://app.example.org}, {@code https://*.example.org}; without a port, any
     * port. {@code *} needs {@code TANDEM_ALLOW_UNSAFE_SETTINGS}. Unset: none.
     */
    Optional<List<String>> corsAllowedOrigins();

    /**
     * {@code true}: start also with settings that open the service to everybody: an address that
     * other machines reach, {@code TANDEM_CORS_ALLOWED_ORIGINS=*}.
     */
    @WithDefault("false")
    boolean allowUnsafeSettings();
}
