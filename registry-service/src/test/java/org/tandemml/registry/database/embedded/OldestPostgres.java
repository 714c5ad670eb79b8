package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The oldest PostgreSQL that is supported, as a server of a test's own. */
public final class OldestPostgres {
    /** Where the build has put the programs: never on the class path, which has the newest. */
    private static final Path ARCHIVES = Path.of("target", "postgres-oldest");

    private static final String MACHINE = "amd64";
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private OldestPostgres() {}

    /** Whether there are programs of it for this machine. */
    public static boolean runsHere() {
        return System.getProperty("os.arch").equals(MACHINE);
    }

    /** Starts it on an empty folder; the newest one where it does not run. */
    public static EmbeddedPostgres start(Path folder) throws IOException {
        if (!runsHere()) {
            return EmbeddedPostgres.start(folder);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader programs = new URLClassLoader(archives(), null)) {
            thread.setContextClassLoader(programs);
            initialise(folder);
            return EmbeddedPostgres.start(folder);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] archives() throws IOException {
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(ARCHIVES, "*.jar")) {
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** With what this release knows of the options that {@link DataFolder} gives. */
    private static void initialise(Path folder) throws IOException {
        Path data = DataFolder.in(folder);
        Account account = Account.of(folder, data);
        PostgresBinaries binaries = PostgresBinaries.in(folder);
        Path password = Files.writeString(folder.resolve("password"), "of-the-oldest");
        account.own(password);
        Files.createDirectory(
                data,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(data);
        Command.Result made =
                account.run(
                        DEADLINE,
                        List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + data,
                                "--username=" + DataFolder.USER,
                                "--pwfile=" + password,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C"));
        if (!made.succeeded()) {
            throw new IOException(made.output());
        }
    }
}
