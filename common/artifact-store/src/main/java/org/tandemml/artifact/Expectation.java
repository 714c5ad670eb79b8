package org.tandemml.artifact;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * What a caller knows beforehand about the bytes that it sends.
 *
 * @param size in bytes; null if unknown
 * @param digest null if unknown
 */
public record Expectation(@Nullable Long size, @Nullable Sha256 digest) {
    /** Nothing is known. */
    public static final Expectation NONE = new Expectation(null, null);

    /**
     * Compares what was known with what came.
     *
     * @throws TandemException {@code BAD_REQUEST} if they differ
     */
    public void check(StoredArtifact read) {
        if (size != null && size != read.size()) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST,
                    "The upload ended after "
                            + read.size()
                            + " of "
                            + size
                            + " bytes; nothing was stored.");
        }
        if (digest != null && !digest.equals(read.digest())) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST,
                    "The upload has digest "
                            + read.digest()
                            + ", expected was "
                            + digest
                            + "; nothing was stored.");
        }
    }
}
