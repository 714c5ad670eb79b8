package org.tandemml.http.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.tandemml.http.settings.Expected;

/** How long a client may keep a connection busy with less than a request. */
@ConfigMapping(prefix = "tandem.http")
public interface ConnectionConfig {
    /**
     * Longest time from the first byte of a request to the end of its headers; beyond: 408, and the
     * connection is closed.
     */
    @WithDefault("10s")
    @Expected(value = "a time from 1ms to 1h, such as 10s", least = "1ms", most = "1h")
    Duration headTimeout();
}
