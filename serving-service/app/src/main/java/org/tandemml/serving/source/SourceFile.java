package org.tandemml.serving.source;

import java.util.List;

/**
 * A file of a release.
 *
 * @param path its segments below the model's folder, each a safe file name
 * @param size bytes as the source tells, or -1
 * @param location where the source reads it, opaque to others
 */
public record SourceFile(List<String> path, long size, String location) {
    public SourceFile {
        path = List.copyOf(path);
    }

    /** The segments joined by {@code /}. */
    public String name() {
        return String.join("/", path);
    }
}
