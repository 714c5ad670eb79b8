package org.tandemml.registry.artifact.rest;

import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.artifactroot.ArtifactsConfig;

/** How many requests may wait for the artifact store. A local disk keeps nobody waiting. */
@Singleton
final class StoreLanes {
    private final Semaphore free;

    StoreLanes(ArtifactRoot root, ArtifactsConfig config) {
        boolean remote = root.s3().isPresent();
        this.free = new Semaphore(remote ? config.s3().maxConcurrent() : Integer.MAX_VALUE);
    }

    /**
     * Takes a place, to be given back by {@link #leave}.
     *
     * @throws TandemException {@code TEMPORARILY_UNAVAILABLE} if all are taken
     */
    void enter() {
        if (!free.tryAcquire()) {
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "Too many requests wait for the artifact store; try again.");
        }
    }

    void leave() {
        free.release();
    }
}
