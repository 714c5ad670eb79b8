package org.tandemml.artifact;

/**
 * What a store has kept.
 *
 * @param size in bytes
 * @param digest of these bytes
 */
public record StoredArtifact(long size, Sha256 digest) {}
