package org.tandemml.artifact;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.tandemml.model.TandemException;

/**
 * One state of a file, open for reading; must be closed. Not for use by several threads at a time.
 */
public interface OpenArtifact extends AutoCloseable {

    /** The size in bytes. */
    long size();

    /** When this state was stored. */
    Instant modified();

    /**
     * A short text that is the same for the same state of the file and another for any other: what
     * HTTP calls a strong entity tag, without its quotes; letters, digits and hyphens.
     */
    String tag();

    /**
     * The bytes from an offset on. Closing the stream leaves the artifact open.
     *
     * @param offset from 0 to the size
     * @param length how many bytes; offset and length together within the size
     * @return a stream that ends after exactly that many bytes; its {@code read} throws if the
     *     store fails
     * @throws TandemException {@code RANGE_NOT_SATISFIABLE} if it is outside of the file; {@code
     *     RESOURCE_CONFLICT} if the file was replaced or deleted and its old bytes are no more
     */
    InputStream read(long offset, long length);

    /**
     * All bytes, checked while they are read: the read that would say "end" throws {@link
     * DigestMismatchException} if they are not the expected ones, so a reader that has seen the end
     * has seen the right bytes.
     */
    default InputStream readVerified(Sha256 expected) {
        return new VerifyingInputStream(read(0, size()), expected);
    }

    /**
     * A file of this machine with exactly these bytes, for copies that need not pass through this
     * process; valid until this artifact is closed. Empty if the store cannot give one.
     */
    Optional<Path> localFile();

    @Override
    void close();
}
