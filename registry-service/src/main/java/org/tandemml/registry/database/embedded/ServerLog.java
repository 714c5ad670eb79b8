package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What the server writes about itself. */
record ServerLog(Path file, Account account) {
    private static final long ROTATED_AT_BYTES = 10L << 20;
    private static final int MOST_READ_BYTES = 64 << 10;

    static ServerLog in(Path folder, Account account) throws IOException {
        ServerLog log = new ServerLog(folder.resolve("server.log"), account);
        log.rotate();
        return log;
    }

    /** Sets a log that has grown aside, and makes sure that there is one. */
    void rotate() throws IOException {
        if (Files.exists(file) && Files.size(file) > ROTATED_AT_BYTES) {
            Files.move(
                    file, file.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            account.own(file);
        }
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** What was written after the log had a size. */
    String since(long size) throws IOException {
        try (InputStream log = Files.newInputStream(file)) {
            log.skipNBytes(size);
            return new String(log.readNBytes(MOST_READ_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** The line of a program's output that says why it failed. */
    static String reason(String output) {
        List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("error:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1));
    }
}
