package org.tandemml.http.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a client may keep a connection busy with less than a request. */
@ConfigMapping(prefix = "tandem.http")
public interface ConnectionConfig {
    /**
     * Longest time from the first byte of a request to the end of its headers; beyond: 408, and the
     * connection is closed.
     */
    @WithDefault("10s")
    Duration headTimeout();
}
