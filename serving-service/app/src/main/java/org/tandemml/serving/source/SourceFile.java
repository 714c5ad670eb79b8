package org.tandemml.serving.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a release.
 *
 * @param path its segments below the model's folder, each a safe file name
 * @param size bytes as the source tells, or -1
 * @param location where the source reads it, opaque to others
 * @param sha256 64 hexadecimal digits of the digest that it must have, null if nobody knows
 */
public record SourceFile(List<String> path, long size, String location, @Nullable String sha256) {
    public SourceFile {
        path = List.copyOf(path);
    }

    /** A file of unknown digest. */
    public SourceFile(List<String> path, long size, String location) {
        this(path, size, location, null);
    }

    /** The segments joined by {@code /}. */
    public String name() {
        return String.join("/", path);
    }
}
