package org.tandemml.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.tandemml.model.Folders;

/**
 * Where one process keeps what is not, or no longer, part of the store: files being written,
 * folders being deleted, second names of files being sent. It is on the store's disk, so that a
 * rename moves between the two, and under a name that no artifact can have. Several processes may
 * share a store: each has a folder of its own and holds a lock in it; a folder that nobody holds is
 * what a killed process left and goes at the next start.
 */
final class StagingFolder implements AutoCloseable {
    static final String NAME = SegmentRule.RESERVED_PREFIX + "staging";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong lastName = new AtomicLong();

    private StagingFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a staging folder of this process below the root, and clears those of the dead.
     *
     * @param mode of new folders
     */
    static StagingFolder open(Path root, FileAttribute<?>... mode) throws IOException {
        Path all = Files.createDirectories(root.resolve(NAME), mode);
        // One opener at a time, so that nobody takes a folder whose owner is about to lock it for
        // dead: the lock keeps other processes out, the monitor other threads of this one.
        synchronized (StagingFolder.class) {
            try (FileChannel starting = channel(all.resolve(LOCK));
                    FileLock held = starting.lock()) {
                assert held.isValid();
                Path own = Files.createDirectory(all.resolve(UUID.randomUUID().toString()), mode);
                FileChannel lock = channel(own.resolve(LOCK));
                try {
                    lock.lock();
                    deleteAbandoned(all, own);
                } catch (IOException failed) {
                    lock.close();
                    throw failed;
                }
                return new StagingFolder(own, lock);
            }
        }
    }

    /** A path for a new file or folder; nothing is there, and nobody else gets it. */
    Path newPath() {
        return folder.resolve(Long.toString(lastName.incrementAndGet()));
    }

    @Override
    public void close() {
        try (lock) {
            Folders.delete(folder);
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, folder);
        }
    }

    private static void deleteAbandoned(Path all, Path own) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(all, Files::isDirectory)) {
            for (Path other : others) {
                if (!other.equals(own) && isAbandoned(other)) {
                    Folders.delete(other);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        try (FileChannel channel = channel(folder.resolve(LOCK));
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
