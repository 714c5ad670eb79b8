package org.tandemml.serving.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import org.tandemml.http.settings.Expected;

/** Where this process keeps its files. */
@ConfigMapping(prefix = "tandem")
public interface HomeSettings {
    /** The home folder; {@code cache} below it is created and can be deleted at any time. */
    @WithDefault("./tandem-data")
    @Expected("a folder that this user may write")
    Path home();
}
