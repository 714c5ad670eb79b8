package org.tandemml.artifact.s3;

import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.Expectation;
import org.tandemml.artifact.Sha256;
import org.tandemml.artifact.StoredArtifact;
import org.tandemml.model.TandemException;

/**
 * Stores one object. What fits into one part is held in memory until it is known to be right, then
 * sent; what does not is sent in parts, of which the server makes an object only once all of it is
 * known to be right. Takes the memory of one part.
 */
final class Upload {
    /** A part's size while parts of that size are enough; S3 takes no smaller ones. */
    static final int SMALL_PART_BYTES = 5 << 20;

    /** A part's size for content of unknown size: enough for 160 GB. */
    private static final int PART_BYTES_FOR_UNKNOWN = 16 << 20;

    private static final int LARGEST_PART_BYTES = 128 << 20;
    private static final int MOST_PARTS = 10_000;
    private static final int FIRST_BUFFER_BYTES = 64 << 10;

    private final Bucket bucket;
    private final String key;
    private final Expectation expected;
    private final int partBytes;
    private final MessageDigest digest = Sha256.computation();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private long size;

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is larger than an object can be
     */
    Upload(Bucket bucket, String key, Expectation expected) {
        this.bucket = bucket;
        this.key = key;
        this.expected = expected;
        this.partBytes = partBytes(expected.size());
    }

    /**
     * Sends all of the content.
     *
     * @throws IOException only what reading the content threw
     */
    StoredArtifact send(InputStream content) throws IOException {
        int length = fill(content);
        if (length == partBytes) {
            return sendParts(content, length);
        }
        StoredArtifact read = finish();
        bucket.put(key, buffer, length, read.digest());
        return read;
    }

    private StoredArtifact sendParts(InputStream content, int firstLength) throws IOException {
        String uploadId = bucket.beginUpload(key);
        boolean completed = false;
        Throwable failure = null;
        try {
            List<Part> parts = new ArrayList<>();
            for (int length = firstLength; length > 0; length = fill(content)) {
                if (parts.size() == MOST_PARTS) {
                    throw tooLarge();
                }
                parts.add(bucket.putPart(key, uploadId, parts.size() + 1, buffer, length));
            }
            StoredArtifact read = finish();
            bucket.completeUpload(key, uploadId, parts);
            completed = true;
            return read;
        } catch (IOException | RuntimeException failed) {
            failure = failed;
            throw failed;
        } finally {
            if (!completed) {
                abort(uploadId, failure);
            }
        }
    }

    /** What the server keeps of an upload that cannot be given up costs money, but does no harm. */
    private void abort(String uploadId, @Nullable Throwable failure) {
        try {
            bucket.abortUpload(key, uploadId);
        } catch (TandemException alsoFailed) {
            if (failure != null) {
                failure.addSuppressed(alsoFailed);
            }
        }
    }

    /** Reads the next part into the buffer; how many bytes it has, 0 at the end. */
    private int fill(InputStream content) throws IOException {
        int filled = 0;
        while (filled < partBytes) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(partBytes, buffer.length * 2L));
            }
            int wanted = Math.min(buffer.length, partBytes) - filled;
            int read = content.readNBytes(buffer, filled, wanted);
            filled += read;
            if (read < wanted) {
                break;
            }
        }
        digest.update(buffer, 0, filled);
        size += filled;
        return filled;
    }

    private StoredArtifact finish() {
        StoredArtifact read = new StoredArtifact(size, Sha256.of(digest.digest()));
        expected.check(read);
        return read;
    }

    private static int partBytes(@Nullable Long size) {
        if (size == null) {
            return PART_BYTES_FOR_UNKNOWN;
        }
        long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
        if (needed > LARGEST_PART_BYTES) {
            throw tooLarge();
        }
        return (int) Math.max(SMALL_PART_BYTES, needed);
    }

    private static TandemException tooLarge() {
        return TandemException.invalid(
                "The file is too large for the artifact store: at most "
                        + (long) MOST_PARTS * LARGEST_PART_BYTES
                        + " bytes with a Content-Length, "
                        + (long) MOST_PARTS * PART_BYTES_FOR_UNKNOWN
                        + " without.");
    }
}
