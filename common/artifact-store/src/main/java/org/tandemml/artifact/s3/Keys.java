package org.tandemml.artifact.s3;

import java.util.Optional;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;

/** The keys in a bucket under which the artifacts of a store are. */
final class Keys {
    private final String root;

    /**
     * @param prefix the folder in the bucket that is the store's root
     */
    Keys(ArtifactPath prefix) {
        this.root = prefix.isRoot() ? "" : prefix + "/";
    }

    /**
     * The key of a file.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if S3 has no keys that long
     */
    String of(ArtifactPath file) {
        if (root.isEmpty()) {
            return file.toString();
        }
        // Checks the length of both together.
        return ArtifactPath.parseFolder(root).resolve(file).toString();
    }

    /** With what the keys of all files below a folder begin. */
    String below(ArtifactPath folder) {
        return folder.isRoot() ? root : of(folder) + "/";
    }

    /** The path of a key or of the beginning of keys; empty if no artifact can have it. */
    Optional<ArtifactPath> path(String key) {
        if (!key.startsWith(root)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArtifactPath.parse(key.substring(root.length())));
        } catch (TandemException notOurs) {
            return Optional.empty();
        }
    }
}
