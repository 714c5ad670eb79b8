package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.home.StartupException;

/**
 * A PostgreSQL server that belongs to this process: it keeps its data in one folder, listens on the
 * loopback address only, and takes a generated password. Whoever starts it holds the folder's lock,
 * so a server found running there is an orphan of a killed process, and is stopped.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "tandem";
    private static final Duration INIT_DEADLINE = Duration.ofMinutes(5);

    /** Long, for after a crash the server first replays its log. */
    private static final Duration START_DEADLINE = Duration.ofMinutes(30);

    private static final Duration STOP_DEADLINE = Duration.ofMinutes(2);
    private static final int START_ATTEMPTS = 20;
    private static final long ATTEMPT_PAUSE_MILLIS = 250;

    private final Path data;
    private final PostgresBinaries binaries;
    private final Account account;
    private final ServerLog log;
    private final PostmasterPid postmaster;
    private final String password;
    private int port;
    private boolean closed;

    private EmbeddedPostgres(
            Path data, PostgresBinaries binaries, Account account, ServerLog log, String password) {
        this.data = data;
        this.binaries = binaries;
        this.account = account;
        this.log = log;
        this.postmaster = new PostmasterPid(data);
        this.password = password;
    }

    /**
     * Starts a server on a folder, which is filled the first time.
     *
     * @param folder exists, and is used by nobody else
     * @throws StartupException if it cannot be started
     */
    public static EmbeddedPostgres start(Path folder) {
        Path data = folder.resolve("data");
        Account account = Account.of(folder, data);
        PostgresBinaries binaries = PostgresBinaries.in(folder);
        try {
            String password = password(folder, account);
            if (!Files.isDirectory(data)) {
                initialise(folder, data, binaries, account);
            }
            ServerLog log = ServerLog.in(folder, account);
            EmbeddedPostgres server = new EmbeddedPostgres(data, binaries, account, log, password);
            server.stopServer();
            server.startServer();
            return server;
        } catch (IOException broken) {
            throw new StartupException(
                    "The database folder "
                            + folder
                            + " cannot be used ("
                            + broken.getMessage()
                            + "); make room there, or choose another TANDEM_HOME.",
                    broken);
        }
    }

    /** How to reach the database {@code postgres} of this server. */
    public DatabaseLogin login() {
        return new DatabaseLogin(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    /** The server's process. */
    public ProcessHandle process() {
        return postmaster
                .server()
                .orElseThrow(() -> new IllegalStateException("The database is not running."));
    }

    /** Stops the server in an orderly way; whoever is connected is cut off. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stopServer();
        }
    }

    private static String password(Path folder, Account account) throws IOException {
        Path file = folder.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Path fresh =
                    Files.createTempFile(
                            folder,
                            ".password",
                            null,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, password);
            account.own(fresh);
            force(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        }
        return Files.readString(file).strip();
    }

    /** Fills a folder beside the data folder and renames it, so that a kill leaves all or none. */
    private static void initialise(
            Path folder, Path data, PostgresBinaries binaries, Account account) throws IOException {
        Path fresh = folder.resolve("data.new");
        if (Files.exists(fresh)) {
            Trees.delete(fresh);
        }
        Files.createDirectory(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(fresh);
        Command.Result init =
                account.run(
                        INIT_DEADLINE,
                        List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + fresh,
                                "--username=" + USER,
                                "--pwfile=" + folder.resolve("password"),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums"));
        if (!init.succeeded()) {
            throw new StartupException(
                    "The database cannot be initialised in "
                            + folder
                            + ": "
                            + ServerLog.reason(init.output()));
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    private void startServer() throws IOException {
        postmaster.removeIfStale();
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            log.rotate();
            long before = log.size();
            Command.Result start = account.run(START_DEADLINE, startCommand());
            if (start.succeeded()) {
                return;
            }
            String said = log.since(before);
            if (attempt == START_ATTEMPTS || !mayPass(said)) {
                String reason = ServerLog.reason(said.isBlank() ? start.output() : said);
                throw new StartupException(
                        "The database does not start: " + reason + " (see " + log.file() + ")");
            }
            pause();
        }
    }

    /** Another process took the port first, or the children of a killed server still end. */
    private static boolean mayPass(String said) {
        return said.contains("could not bind")
                || said.contains("pre-existing shared memory block")
                || said.contains("lock file \"postmaster.pid\" already exists");
    }

    private List<String> startCommand() {
        return List.of(
                binaries.program("pg_ctl"),
                "start",
                "--wait",
                "--silent",
                "--timeout=" + START_DEADLINE.toSeconds(),
                "--pgdata=" + data,
                "--log=" + log.file(),
                "--options=" + ServerOptions.commandLine(port));
    }

    private void stopServer() {
        if (postmaster.server().isEmpty()) {
            return;
        }
        if (!stopServer("fast")) {
            stopServer("immediate");
        }
        postmaster
                .server()
                .ifPresent(
                        survivor -> {
                            throw new StartupException(
                                    "The database server, process "
                                            + survivor.pid()
                                            + ", does not stop; end it.");
                        });
    }

    private boolean stopServer(String mode) {
        return account.run(
                        STOP_DEADLINE.plusSeconds(10),
                        List.of(
                                binaries.program("pg_ctl"),
                                "stop",
                                "--wait",
                                "--silent",
                                "--mode=" + mode,
                                "--timeout=" + STOP_DEADLINE.toSeconds(),
                                "--pgdata=" + data))
                .succeeded();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ATTEMPT_PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartupException("The start of the database was interrupted.", interrupted);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
