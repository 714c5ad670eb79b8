package org.tandemml.registry.artifact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where artifacts are kept, and who hands them out. */
@ConfigMapping(prefix = "tandem.artifacts")
public interface ArtifactsConfig {
    /** A folder as {@code file:/absolute/folder}; unset: {@code artifacts} in the home. */
    Optional<String> root();

    /**
     * Whether clients read and write through the proxy of this service; if not, they see the root
     * itself and go there.
     */
    @WithDefault("true")
    boolean serve();
}
