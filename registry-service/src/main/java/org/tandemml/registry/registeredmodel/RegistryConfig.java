package org.tandemml.registry.registeredmodel;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Rules of this registry. */
@ConfigMapping(prefix = "tandem.registry")
public interface RegistryConfig {
    /**
     * Stages, for example {@code Production}, whose versions cannot be deleted, alone or with their
     * model, unless the request says {@code "force": true}. Empty: every version can be deleted.
     */
    Optional<Set<String>> protectedStages();

    /**
     * A regular expression (Java's) that must be found in the source of every new version; unset:
     * every source that is safe may be registered.
     */
    Optional<String> sourcePattern();
}
