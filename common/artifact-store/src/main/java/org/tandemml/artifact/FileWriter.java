package org.tandemml.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.tandemml.model.TandemException;

/** Writes a new file to the disk, durably, computing its digest on the way. */
class FileWriter {
    private static final int BUFFER_BYTES = 128 * 1024;

    /**
     * Writes all of the content to a file that does not exist yet.
     *
     * @throws IOException only what reading the content threw
     * @throws TandemException {@code BAD_REQUEST} if the content is not the expected one, or what
     *     {@link DiskFailures} makes of a failed write
     */
    final StoredArtifact write(Path file, InputStream content, Expectation expected)
            throws IOException {
        MessageDigest digest = Sha256.computation();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (Output output = new Output(file)) {
            int read;
            while ((read = content.readNBytes(buffer, 0, buffer.length)) > 0) {
                output.write(ByteBuffer.wrap(buffer, 0, read));
                digest.update(buffer, 0, read);
                size += read;
            }
            StoredArtifact written = new StoredArtifact(size, Sha256.of(digest.digest()));
            expected.check(written);
            output.force();
            return written;
        }
    }

    /** Opens the new file; a test may let it be a full disk. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A channel whose failures are the disk's, told apart from those of the content. */
    private final class Output implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        Output(Path file) {
            this.file = file;
            try {
                this.channel = create(file);
            } catch (IOException failed) {
                throw failure(failed);
            }
        }

        void write(ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException failed) {
                throw failure(failed);
            }
        }

        void force() {
            try {
                channel.force(true);
            } catch (IOException failed) {
                throw failure(failed);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failed) {
                throw failure(failed);
            }
        }

        private TandemException failure(IOException failed) {
            return DiskFailures.translate(failed, file.toAbsolutePath().getParent());
        }
    }
}
