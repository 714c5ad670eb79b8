package org.tandemml.registry.artifact.rest;

import java.util.List;
import java.util.stream.Stream;
import org.tandemml.artifact.ArtifactEntry;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;

/**
 * A folder of a run or a logged model.
 *
 * @param rootUri where all the artifacts are
 * @param files with their paths relative to that root
 */
public record ArtifactListing(String rootUri, List<FileInfo> files) {
    /**
     * Lists a folder.
     *
     * @param root where the artifacts are in the store
     * @param folder relative to the root
     */
    public static ArtifactListing of(
            ArtifactStore store, String rootUri, ArtifactPath root, ArtifactPath folder) {
        String prefix = folder.isRoot() ? "" : folder + "/";
        try (Stream<ArtifactEntry> entries = store.list(root.resolve(folder))) {
            return new ArtifactListing(
                    rootUri, entries.map(e -> FileInfo.of(prefix + e.path().name(), e)).toList());
        }
    }
}
