package org.tandemml.registry.artifact.rest;

import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactEntry;

/**
 * MLflow's FileInfo.
 *
 * @param path relative to what the call says
 * @param fileSize in bytes; null for a folder
 */
public record FileInfo(String path, boolean isDir, @Nullable Long fileSize) {
    static FileInfo of(String path, ArtifactEntry entry) {
        return new FileInfo(path, entry.folder(), entry.folder() ? null : entry.size());
    }
}
