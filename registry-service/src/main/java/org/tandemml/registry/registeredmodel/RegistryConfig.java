package org.tandemml.registry.registeredmodel;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Rules of this registry. */
@ConfigMapping(prefix = "tandem.registry")
public interface RegistryConfig {
    /**
     * Stages, for example {@code Production}, whose versions cannot be deleted, alone or with their
     * model, without {@code "force": true}. Unset: none.
     */
    Optional<Set<String>> protectedStages();

    /**
     * A regular expression (Java's) that must be found in the source of every new model version,
     * for example {@code ^(mlflow-artifacts|runs|models):/}. Unset: none.
     */
    Optional<String> sourcePattern();
}
