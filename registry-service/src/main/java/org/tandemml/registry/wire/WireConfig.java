package org.tandemml.registry.wire;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.tandemml.http.settings.Expected;

/** Limits of the JSON wire. */
@ConfigMapping(prefix = "tandem")
public interface WireConfig {
    /** Largest JSON body, at most 1G; beyond: 413. Artifacts are streamed and have no cap. */
    @WithDefault("32M")
    @Expected(value = "a size from 1 (bytes) to 1G, such as 32M", least = "1", most = "1G")
    MemorySize maxJsonBody();
}
