package org.tandemml.registry.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a second process out of a home. The lock is the operating system's, so it ends with the
 * process however that ends; the file holds the pid only to name it to others.
 */
public final class HomeLock implements AutoCloseable {
    private static final String FILE = "registry.lock";

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the home for this process.
     *
     * @throws StartupException naming the process that holds it
     */
    public static HomeLock take(Home home) {
        return tryTake(home)
                .orElseThrow(
                        () ->
                                new StartupException(
                                        "The home "
                                                + home.path()
                                                + " is in use by process "
                                                + holder(home)
                                                + "; stop that process or give TANDEM_HOME"
                                                + " another folder."));
    }

    /** Takes the home for this process, unless another one has it. */
    public static Optional<HomeLock> tryTake(Home home) {
        Path file = home.path().resolve(FILE);
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    String pid = ProcessHandle.current().pid() + "\n";
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
                    return Optional.of(new HomeLock(channel));
                }
            } catch (OverlappingFileLockException heldByThisProcess) {
                // Closing the channel would end the lock that this process has.
                return Optional.empty();
            }
            channel.close();
            return Optional.empty();
        } catch (IOException refused) {
            throw new StartupException(
                    "The lock file "
                            + file
                            + " cannot be written; give TANDEM_HOME a folder that"
                            + " this user may write.",
                    refused);
        }
    }

    private static String holder(Home home) {
        try {
            String pid = Files.readString(home.path().resolve(FILE)).strip();
            return pid.isEmpty() ? "(unknown)" : pid;
        } catch (IOException unreadable) {
            return "(unknown)";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
