package org.tandemml.artifact;

/**
 * A file, or a folder that holds at least one file.
 *
 * @param path where it is in its store
 * @param folder whether it is a folder
 * @param size in bytes; 0 for a folder
 */
public record ArtifactEntry(ArtifactPath path, boolean folder, long size) {}
