package org.tandemml.registry.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.Sha256;

/**
 * The numbers of the database's advisory locks for places of the store. Who changes a file holds a
 * shared lock on the content of each folder around it; who deletes a folder holds one on its
 * removal too. Who seals a folder takes its content, and the removal of each folder around it, for
 * a moment alone, and so has seen the last change end.
 */
final class LockKeys {
    private static final String CONTENT = "content of ";
    private static final String REMOVAL = "removal of ";

    private LockKeys() {}

    /** For a file that is put in its place. */
    static List<Long> write(ArtifactPath file) {
        return keys(CONTENT, withFolders(file));
    }

    /** For a file or folder that is deleted. */
    static List<Long> delete(ArtifactPath path) {
        List<Long> keys = new ArrayList<>(write(path));
        keys.add(key(REMOVAL, path));
        return keys;
    }

    /** For a folder that is sealed, in ascending order, so that two who seal cannot deadlock. */
    static List<Long> seal(ArtifactPath folder) {
        List<Long> keys = new ArrayList<>(keys(REMOVAL, withFolders(folder)));
        keys.add(key(CONTENT, folder));
        Collections.sort(keys);
        return keys;
    }

    /** A path and all folders that it is in, without the root. */
    static List<ArtifactPath> withFolders(ArtifactPath path) {
        List<ArtifactPath> all = new ArrayList<>();
        for (ArtifactPath at = path; !at.isRoot(); at = at.parent()) {
            all.add(at);
        }
        return all;
    }

    private static List<Long> keys(String kind, List<ArtifactPath> paths) {
        return paths.stream().map(path -> key(kind, path)).toList();
    }

    private static long key(String kind, ArtifactPath path) {
        byte[] name = (kind + path).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.computation().digest(name)).getLong();
    }
}
