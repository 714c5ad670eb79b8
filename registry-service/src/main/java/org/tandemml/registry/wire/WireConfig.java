package org.tandemml.registry.wire;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the JSON wire. */
@ConfigMapping(prefix = "tandem")
public interface WireConfig {
    /** The largest JSON body that is read; beyond it the answer is 413. Artifacts have no cap. */
    @WithDefault("32M")
    MemorySize maxJsonBody();
}
