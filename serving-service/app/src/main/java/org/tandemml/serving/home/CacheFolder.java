package org.tandemml.serving.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code cache} below the home, held by one process at a time. The lock is the operating
 * system's and ends with the process; the file's text only names the holder to others.
 */
public final class CacheFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String LOCK = "serving.lock";

    private final Path path;
    private final FileChannel lock;

    private CacheFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it if it is not there.
     *
     * @param home the home folder
     * @throws StartupException if it cannot be used, or another process holds it
     */
    public static CacheFolder take(Path home) {
        Path path = home.toAbsolutePath().normalize().resolve("cache");
        try {
            create(path.getParent());
            create(path);
            return lock(path);
        } catch (IOException refused) {
            throw unusable(path, refused);
        }
    }

    private static void create(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, OWNER_ONLY);
        }
    }

    private static CacheFolder lock(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            // Closing the channel would end the lock that this process has.
            throw inUse(path, file);
        }
        if (held == null) {
            channel.close();
            throw inUse(path, file);
        }
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return new CacheFolder(path, channel);
    }

    private static StartupException inUse(Path path, Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return new StartupException(
                "The folder "
                        + path
                        + " is in use by process "
                        + (pid.isEmpty() ? "(unknown)" : pid)
                        + "; stop that process or give TANDEM_HOME another folder.",
                null);
    }

    private static StartupException unusable(Path path, IOException cause) {
        return new StartupException(
                "The folder "
                        + path
                        + " cannot be used ("
                        + cause.getClass().getSimpleName()
                        + "); give TANDEM_HOME a folder that this user may write.",
                cause);
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
