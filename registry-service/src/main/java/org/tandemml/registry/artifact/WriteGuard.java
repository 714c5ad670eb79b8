package org.tandemml.registry.artifact;

import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;

/**
 * Decides which places of the store may still change. Asked twice about an upload: before its bytes
 * are read, so that a refusal costs nothing, and when the file is about to take its place.
 */
public interface WriteGuard {
    /**
     * Refuses a place that is closed now.
     *
     * @throws TandemException {@code RESOURCE_CONFLICT} that says what closed it
     */
    void requireOpen(ArtifactPath path);

    /**
     * Keeps the place of a file open until the pass is closed.
     *
     * @throws TandemException {@code RESOURCE_CONFLICT} that says what closed it; {@code
     *     TEMPORARILY_UNAVAILABLE} if that cannot be told now
     */
    Pass enterWrite(ArtifactPath file);

    /** The same for a file or a folder with all below it, which is about to be deleted. */
    Pass enterDelete(ArtifactPath path);

    /** While it is open, nobody closes the place that it was given for. */
    interface Pass extends AutoCloseable {
        @Override
        void close();
    }
}
