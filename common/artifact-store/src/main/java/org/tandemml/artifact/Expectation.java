package org.tandemml.artifact;

import org.jspecify.annotations.Nullable;

/**
 * What a caller knows beforehand about the bytes that it sends.
 *
 * @param size in bytes; null if unknown
 * @param digest null if unknown
 */
public record Expectation(@Nullable Long size, @Nullable Sha256 digest) {
    /** Nothing is known. */
    public static final Expectation NONE = new Expectation(null, null);
}
