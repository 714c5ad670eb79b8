package org.tandemml.registry.artifact;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.LocalDiskStore;
import org.tandemml.artifact.s3.S3Settings;
import org.tandemml.artifact.s3.S3Store;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.home.StartupException;

/** Opens the store that the settings name, at the start: a root that cannot be used stops it. */
@Singleton
final class ArtifactStoreProducer {
    private static final Logger LOG = Logger.getLogger(ArtifactStoreProducer.class);

    @Startup
    @Produces
    @Singleton
    ArtifactStore store(ArtifactRoot root, WriteGuard guard) {
        try {
            ArtifactStore store =
                    root.s3()
                            .<ArtifactStore>map(ArtifactStoreProducer::remote)
                            .orElseGet(() -> LocalDiskStore.open(root.folder().orElseThrow()));
            return new GuardedStore(store, guard);
        } catch (TandemException refused) {
            throw new StartupException(refused.getMessage(), refused);
        }
    }

    /** A server that is not there now may come later; one that refuses is a wrong setting. */
    private static S3Store remote(S3Settings settings) {
        S3Store store = S3Store.open(settings);
        try {
            store.check();
        } catch (TandemException failed) {
            if (failed.code() != ErrorCode.TEMPORARILY_UNAVAILABLE) {
                store.close();
                throw failed;
            }
            LOG.warnf(
                    "event=artifact_store_unavailable endpoint=%s reason=\"%s\"",
                    settings.endpoint(), failed.getMessage());
        }
        return store;
    }

    void close(@Disposes ArtifactStore store) {
        store.close();
    }
}
