package org.tandemml.serving.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;

/**
 * One model folder that can be served: a model version, or a folder in the state it has now.
 *
 * @param name the model's name
 * @param version null for a folder, which has no versions
 * @param stage the stage it is in now; null for a folder. No part of its identity
 * @param origin where it came from: the version's source, or the folder
 * @param createdAt milliseconds since 1970 when the version was created, so that a deleted and
 *     created again model is another one; for a folder, a fingerprint of its files
 */
public record Release(
        ModelName name,
        @Nullable VersionNumber version,
        @Nullable Stage stage,
        String origin,
        long createdAt) {

    /** Equal for releases that hold the same files: 32 hexadecimal digits. */
    public String id() {
        String identity = name + "\n" + version + "\n" + origin + "\n" + createdAt;
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As answers name it: {@code breast-cancer/2}, or the bare name of a folder. */
    public String label() {
        return version == null ? name.value() : name + "/" + version;
    }
}
