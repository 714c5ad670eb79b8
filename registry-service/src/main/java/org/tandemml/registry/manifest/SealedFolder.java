package org.tandemml.registry.manifest;

/**
 * A manifest without its files.
 *
 * @param manifestId its number
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param sealedTime milliseconds since 1970
 */
public record SealedFolder(long manifestId, String digest, long sealedTime) {}
