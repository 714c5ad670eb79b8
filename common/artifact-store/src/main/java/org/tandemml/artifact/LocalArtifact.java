package org.tandemml.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** A file of the local disk, held open: a replacement has another inode and does not show here. */
final class LocalArtifact implements OpenArtifact {
    private static final int ATTEMPTS = 100;

    private final Path file;
    private final FileChannel channel;
    private final BasicFileAttributes attributes;
    private final StagingFolder staging;
    private @Nullable Path secondName;

    private LocalArtifact(
            Path file, FileChannel channel, BasicFileAttributes attributes, StagingFolder staging) {
        this.file = file;
        this.channel = channel;
        this.attributes = attributes;
        this.staging = staging;
    }

    /**
     * Opens a file without following a link. The attributes are read before and after, until both
     * are of the same state: Java cannot ask an open file for them.
     *
     * @throws java.nio.file.NoSuchFileException if the file is gone
     */
    static LocalArtifact open(Path file, StagingFolder staging) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BasicFileAttributes before = attributes(file);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            boolean kept = false;
            try {
                if (sameState(before, attributes(file)) && channel.size() == before.size()) {
                    kept = true;
                    return new LocalArtifact(file, channel, before, staging);
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        throw new TandemException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The file is being replaced all the time; try again.");
    }

    static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long size() {
        return attributes.size();
    }

    @Override
    public Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }

    @Override
    public String tag() {
        Instant modified = modified();
        return String.format(
                "%x-%x%08x-%08x",
                size(),
                modified.getEpochSecond(),
                modified.getNano(),
                Objects.hashCode(attributes.fileKey()));
    }

    @Override
    public InputStream read(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new TandemException(
                    ErrorCode.RANGE_NOT_SATISFIABLE,
                    "The file has " + size() + " bytes; the range lies outside.");
        }
        return new ChannelRange(offset, length);
    }

    /** A second name (hard link) of the very file that is open, where the disk has such. */
    @Override
    public Optional<Path> localFile() {
        if (secondName != null) {
            return Optional.of(secondName);
        }
        Path link = staging.newPath();
        try {
            Files.createLink(link, file);
            secondName = link;
            if (sameState(attributes, attributes(link))) {
                return Optional.of(link);
            }
        } catch (IOException | UnsupportedOperationException noSuchLink) {
            // Replaced meanwhile, or a disk without links: the caller reads the bytes instead.
            return Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try (channel) {
            if (secondName != null) {
                Files.deleteIfExists(secondName);
            }
        } catch (IOException failed) {
            throw new TandemException(
                    ErrorCode.INTERNAL_ERROR, "The artifact store's disk failed.", failed);
        }
    }

    private static boolean sameState(BasicFileAttributes one, BasicFileAttributes other) {
        return one.isRegularFile()
                && other.isRegularFile()
                && one.size() == other.size()
                && one.lastModifiedTime().equals(other.lastModifiedTime())
                && Objects.equals(one.fileKey(), other.fileKey());
    }

    /** Reads a part of the open file at positions of its own. */
    private final class ChannelRange extends InputStream {
        private long position;
        private final long end;

        ChannelRange(long offset, long length) {
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position == end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - position);
            int read = channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
            if (read < 0) {
                throw new IOException("The file was cut at byte " + position + " while being read");
            }
            position += read;
            return read;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, end - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }
    }
}
