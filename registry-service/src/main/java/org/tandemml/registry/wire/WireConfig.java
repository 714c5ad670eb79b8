package org.tandemml.registry.wire;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.tandemml.http.settings.Expected;

/** Limits of the JSON wire. */
@ConfigMapping(prefix = "tandem")
public interface WireConfig {
    /** The largest JSON body that is read; beyond it the answer is 413. Artifacts have no cap. */
    @WithDefault("32M")
    @Expected(value = "a size from 1 (bytes) to 1G, such as 32M", least = "1", most = "1G")
    MemorySize maxJsonBody();
}
