package org.tandemml.registry.webhook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** The key that a server without a configured one makes for itself. Only its owner reads it. */
final class SecretKeyFile {
    private static final String NAME = "webhook-secret.key";

    private final Path file;

    SecretKeyFile(Path home) {
        this.file = home.resolve(NAME);
    }

    /**
     * The key, which is made if there is none. It is on the disk before it is used: what it
     * encrypts could not be read without it.
     *
     * @throws TandemException {@code INTERNAL_ERROR} if the file cannot be used
     */
    byte[] readOrMake() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            return SecretCipher.key(Files.readString(file).strip())
                    .orElseThrow(() -> new IOException(NAME + " holds no key"));
        } catch (IOException failure) {
            throw new TandemException(
                    ErrorCode.INTERNAL_ERROR, "The key of webhooks cannot be used.", failure);
        }
    }

    private void make() throws IOException {
        byte[] key = new byte[SecretCipher.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text =
                (Base64.getUrlEncoder().encodeToString(key) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Path fresh = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
