package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tandemml.registry.home.StartupException;

/**
 * The file {@code postmaster.pid} in a data folder: which process serves it. After a crash it may
 * name a process that is gone, or one that has nothing to do with PostgreSQL, for numbers are used
 * again.
 */
final class PostmasterPid {
    private final Path data;
    private final Path file;

    PostmasterPid(Path data) {
        this.data = data;
        this.file = data.resolve("postmaster.pid");
    }

    /** The server process of this data folder, if it lives. */
    Optional<ProcessHandle> server() {
        return pid().flatMap(ProcessHandle::of).filter(this::isServer);
    }

    /** Removes the file when its process is not the server of this data folder. */
    void removeIfStale() {
        if (server().isEmpty()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException refused) {
                throw new StartupException(
                        "The stale file " + file + " cannot be removed; remove it.", refused);
            }
        }
    }

    private Optional<Long> pid() {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Math.abs(Long.parseLong(lines.get(0).strip())));
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new StartupException("The file " + file + " cannot be read.", unreadable);
        }
    }

    /** Whether a process lives and is the server of this data folder; a zombie has no arguments. */
    boolean isServer(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        String program = process.info().command().orElse("");
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return program.contains("postgres") && Arrays.asList(arguments).contains(data.toString());
    }
}
