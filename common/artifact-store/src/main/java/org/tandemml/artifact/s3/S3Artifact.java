package org.tandemml.artifact.s3;

import io.minio.GetObjectResponse;
import io.minio.Time;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.BlockInputStream;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * An object of which the server has begun to send all: the first reader from the beginning gets
 * that, whatever happens to the object. Others ask for their part of the object as it was.
 */
final class S3Artifact implements OpenArtifact {
    private final Bucket bucket;
    private final String key;
    private final long size;
    private final Instant modified;
    private final String serverTag;
    private final List<InputStream> opened = new ArrayList<>();
    private @Nullable InputStream whole;

    /**
     * @throws TandemException {@code TEMPORARILY_UNAVAILABLE} if the answer lacks what S3 gives
     */
    S3Artifact(Bucket bucket, String key, GetObjectResponse answer) {
        this.bucket = bucket;
        this.key = key;
        this.whole = answer;
        this.opened.add(answer);
        String length = answer.headers().get("Content-Length");
        String changed = answer.headers().get("Last-Modified");
        String tag = answer.headers().get("ETag");
        if (length == null || changed == null || tag == null) {
            close();
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "The artifact store's S3 server does not give the size, date and tag of a"
                            + " file.");
        }
        this.size = Long.parseLong(length);
        this.modified = ZonedDateTime.parse(changed, Time.HTTP_HEADER_DATE_FORMAT).toInstant();
        this.serverTag = tag.replaceAll("^(W/)?\"|\"$", "");
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Instant modified() {
        return modified;
    }

    /** The server's tag, which S3 lets be of any characters. */
    @Override
    public String tag() {
        return serverTag.replaceAll("[^0-9A-Za-z-]", "-");
    }

    @Override
    public InputStream read(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new TandemException(
                    ErrorCode.RANGE_NOT_SATISFIABLE,
                    "The file has " + size + " bytes; the range lies outside.");
        }
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        InputStream begun = whole;
        if (begun != null && offset == 0) {
            whole = null;
            return new Exactly(begun, length);
        }
        GetObjectResponse part = bucket.get(key, serverTag, offset, length);
        opened.add(part);
        if (!String.valueOf(length).equals(part.headers().get("Content-Length"))) {
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "The artifact store's S3 server answered another part of the file.");
        }
        return new Exactly(part, length);
    }

    /** None: the bytes are elsewhere. */
    @Override
    public Optional<Path> localFile() {
        return Optional.empty();
    }

    @Override
    public void close() {
        for (InputStream each : opened) {
            try {
                each.close();
            } catch (IOException failed) {
                // Nothing is lost: what is closed here was only to be read.
                continue;
            }
        }
        opened.clear();
    }

    /** Ends after so many bytes, and not before. */
    private static final class Exactly extends BlockInputStream {
        private long left;

        Exactly(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = super.read(buffer, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("The S3 server ended " + left + " bytes early");
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.max(0, Math.min(count, left)));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(super.available(), left);
        }
    }
}
