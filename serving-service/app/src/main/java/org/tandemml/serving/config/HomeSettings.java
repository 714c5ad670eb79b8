package org.tandemml.serving.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where this process keeps its files. */
@ConfigMapping(prefix = "tandem")
public interface HomeSettings {
    /** The home folder; {@code cache} below it is created and can be deleted at any time. */
    @WithDefault("./tandem-data")
    Path home();
}
