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
import java.util.Optional;

/**
 * A release of PostgreSQL other than the embedded one, as a server of a test's own.
 *
 * @param name what the build calls it: the version, or {@code oldest}
 */
public record PostgresRelease(String name) {
    /** The oldest that is supported. */
    public static final PostgresRelease OLDEST = new PostgresRelease("oldest");

    private static final String CHOSEN = "tandem.test.postgres";
    private static final String MACHINE = "amd64";
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** The one that {@code -Dtandem.test.postgres} names; empty without that property. */
    public static Optional<PostgresRelease> chosen() {
        return Optional.ofNullable(System.getProperty(CHOSEN)).map(PostgresRelease::new);
    }

    /** Whether the build has programs for this machine. */
    public static boolean runHere() {
        return System.getProperty("os.arch").equals(MACHINE);
    }

    /** Starts it on an empty folder, or on one that it was started on before. */
    public EmbeddedPostgres start(Path folder) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader programs = new URLClassLoader(jars(), null)) {
            thread.setContextClassLoader(programs);
            initialise(folder);
            return EmbeddedPostgres.start(folder);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Never on the class path, which has the embedded programs. */
    private URL[] jars() throws IOException {
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Path.of("target", "postgres-" + name), "*.jar")) {
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** With what all releases know of the options that {@link DataFolder} gives. */
    private static void initialise(Path folder) throws IOException {
        Path data = DataFolder.in(folder);
        if (Files.exists(data)) {
            return;
        }
        Account account = Account.of(folder, data);
        PostgresBinaries binaries = PostgresBinaries.in(folder);
        Path password = Files.writeString(folder.resolve("password"), "of-a-test");
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
                                "--locale=C",
                                "--lc-ctype=C.UTF-8"));
        if (!made.succeeded()) {
            throw new IOException(made.output());
        }
    }
}
