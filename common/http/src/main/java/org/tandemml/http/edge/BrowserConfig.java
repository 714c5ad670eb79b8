package org.tandemml.http.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which hosts requests may name, and which web pages may send them. */
@ConfigMapping(prefix = "tandem")
public interface BrowserConfig {
    /**
     * Host names and addresses, besides localhost and private addresses, which a request may always
     * name; {@code *} stands for any characters, ports do not count.
     */
    Optional<List<String>> allowedHosts();

    /**
     * Origins, besides this service's own, whose pages may call it: {@code https://app.example.org}
     * or {@code https://*.example.org}; without a port, any.
     */
    Optional<List<String>> corsAllowedOrigins();

    /** Lets the service start with settings that open it to everybody. */
    @WithDefault("false")
    boolean allowUnsafeSettings();
}
