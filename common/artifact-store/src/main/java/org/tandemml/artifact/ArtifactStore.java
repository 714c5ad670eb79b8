package org.tandemml.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.tandemml.model.TandemException;

/**
 * Files under paths. A store knows files only: a folder is the common beginning of some files'
 * paths, comes with the first of them and goes with the last.
 *
 * <p><b>Old, new or absent.</b> Whatever happens (a cut connection, a wrong digest, a full disk, a
 * killed process), a reader of a path sees the bytes of one complete {@link #put}, or nothing. What
 * {@code put} has acknowledged is durable. Of several concurrent puts of a path one wins.
 *
 * <p><b>Threads.</b> Every method may be called by any number of threads; all of them block.
 *
 * <p><b>Errors</b> are {@link TandemException}s: {@code RESOURCE_DOES_NOT_EXIST}, {@code
 * INVALID_PARAMETER_VALUE} (a folder where a file is needed), {@code RESOURCE_CONFLICT} (a file in
 * the place of a folder, or the reverse, in stores that cannot hold both), {@code
 * INSUFFICIENT_STORAGE}, {@code TEMPORARILY_UNAVAILABLE} (the store cannot be reached) and {@code
 * INTERNAL_ERROR} for what should not happen. Each implementation is tested by a subclass of {@code
 * ArtifactStoreContract} in this module's test jar.
 */
public interface ArtifactStore extends AutoCloseable {

    /**
     * Stores a file, replacing what is there. Reads the content to its end and does not close it;
     * takes memory that does not depend on its size.
     *
     * @param expected what the caller knows about the content; if the bytes differ, the file is
     *     refused with {@code BAD_REQUEST} and nothing is kept
     * @return the size and digest of what was stored
     * @throws IOException what reading the content threw; nothing is kept
     * @throws TandemException see above
     */
    StoredArtifact put(ArtifactPath path, InputStream content, Expectation expected)
            throws IOException;

    /**
     * Opens a file for reading. What is read are the bytes that were there at this moment. The
     * first {@link OpenArtifact#read} from offset 0 gives them also when the file is replaced or
     * deleted before it is closed; any other may fail with {@code RESOURCE_CONFLICT} then.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}; {@code INVALID_PARAMETER_VALUE} if
     *     it is a folder
     */
    OpenArtifact open(ArtifactPath path);

    /** What is at a path, file or folder; empty if nothing is. The root is always a folder. */
    Optional<ArtifactEntry> stat(ArtifactPath path);

    /**
     * The files and folders directly in a folder, in the order of the UTF-8 bytes of their names, a
     * folder counting as its name and a slash (the order in which S3 lists). Empty if the path is a
     * file or nothing. The stream is read while it is used and must be closed; files that come or
     * go meanwhile may or may not be in it.
     */
    Stream<ArtifactEntry> list(ArtifactPath folder);

    /**
     * The files below a folder at any depth, in the order of the UTF-8 bytes of their paths; no
     * folders. Empty if the path is a file or nothing. As with {@link #list}, the stream is read
     * while it is used and must be closed.
     */
    default Stream<ArtifactEntry> files(ArtifactPath folder) {
        return list(folder)
                .flatMap(entry -> entry.folder() ? files(entry.path()) : Stream.of(entry));
    }

    /**
     * The transfers between clients and what is behind this store that need not pass through this
     * process; empty if there are none, as on a local disk.
     */
    default Optional<DirectTransfers> directTransfers() {
        return Optional.empty();
    }

    /**
     * Deletes a file, or a folder with all that is below it; does nothing if nothing is there. A
     * folder need not go at one instant.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} for the root
     */
    void delete(ArtifactPath path);

    /** Gives up what the store holds; open artifacts stay readable. */
    @Override
    void close();
}
