package org.tandemml.registry.artifact;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.LocalDiskStore;
import org.tandemml.model.TandemException;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.StartupException;

/** Opens the store that the settings name, at the start: a root that cannot be used stops it. */
@Singleton
final class ArtifactStoreProducer {
    @Produces
    @Singleton
    ArtifactFolder folder(ArtifactsConfig config, Home home) {
        try {
            return new ArtifactFolder(
                    config.root().map(ArtifactRootFolder::parse).orElseGet(home::artifacts));
        } catch (TandemException refused) {
            throw new StartupException(refused.getMessage(), refused);
        }
    }

    @Startup
    @Produces
    @Singleton
    ArtifactStore store(ArtifactFolder folder, WriteGuard guard) {
        try {
            return new GuardedStore(LocalDiskStore.open(folder.path()), guard);
        } catch (TandemException refused) {
            throw new StartupException(refused.getMessage(), refused);
        }
    }

    void close(@Disposes ArtifactStore store) {
        store.close();
    }
}
