package org.tandemml.registry.home;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import org.tandemml.http.settings.Expected;

/** Where a registry keeps what it keeps on this machine. */
@ConfigMapping(prefix = "tandem")
public interface HomeConfig {
    /**
     * The folder of the data: {@code postgres/}, {@code artifacts/}, {@code cache/}, {@code logs/};
     * made with mode 0700 if it is not there, and its folders in any case; one registry and one
     * serving process at a time. One that is not absolute starts at the working directory.
     */
    @WithDefault("tandem-data")
    @Expected("a folder that this user may write")
    Path home();
}
