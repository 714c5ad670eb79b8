package org.tandemml.registry.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.home.StartupException;

/**
 * A PostgreSQL server that belongs to this process: it keeps its data in one folder, listens on the
 * loopback address only, and takes a generated password. Whoever starts it holds the folder's lock,
 * so a server found running there is an orphan of a killed process, and is stopped. A server that
 * ends by itself is started again on the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    /** Long, for after a crash the server first replays its log. */
    private static final Duration START_DEADLINE = Duration.ofMinutes(30);

    private static final Duration STOP_DEADLINE = Duration.ofMinutes(2);
    private static final long WATCH_PAUSE_MILLIS = 500;
    private static final long FAILED_RESTART_PAUSE_MILLIS = 5_000;
    private static final long EXIT_PAUSE_MILLIS = 10;
    private static final long CLOSE_PAUSE_MILLIS = 200;
    private static final Pattern UNQUOTABLE = Pattern.compile("[$`\"\\\\\r\n]");
    private static final int START_ATTEMPTS = 20;
    private static final long ATTEMPT_PAUSE_MILLIS = 250;

    private final DataFolder data;
    private final PostgresBinaries binaries;
    private final Account account;
    private final ServerLog log;
    private final PostmasterPid postmaster;
    private final ScheduledExecutorService supervisor =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "tandem-postgres");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final ReentrantLock lock = new ReentrantLock();
    private volatile int port;
    private volatile boolean closed;
    private boolean stopped;

    private EmbeddedPostgres(
            DataFolder data, PostgresBinaries binaries, Account account, ServerLog log) {
        this.data = data;
        this.binaries = binaries;
        this.account = account;
        this.log = log;
        this.postmaster = new PostmasterPid(data.path());
    }

    /**
     * Starts a server on a folder, which is filled the first time.
     *
     * @param folder exists, and is used by nobody else
     * @throws StartupException if it cannot be started
     */
    public static EmbeddedPostgres start(Path folder) {
        EmbeddedPostgres server = in(folder);
        server.start();
        return server;
    }

    /** Starts a server whose programs run as an account. */
    static EmbeddedPostgres start(Path folder, Account account) {
        EmbeddedPostgres server = in(folder, account);
        server.start();
        return server;
    }

    /**
     * A server that is not started yet. The folder is filled the first time.
     *
     * @param folder exists, and is used by nobody else
     * @throws StartupException if the folder cannot be used
     */
    public static EmbeddedPostgres in(Path folder) {
        requireQuotable(folder);
        return in(folder, Account.of(folder, DataFolder.in(folder)));
    }

    private static EmbeddedPostgres in(Path folder, Account account) {
        PostgresBinaries binaries = PostgresBinaries.in(folder);
        try {
            DataFolder data = DataFolder.open(folder, binaries, account);
            return new EmbeddedPostgres(data, binaries, account, ServerLog.in(folder, account));
        } catch (IOException broken) {
            throw unusable(folder, broken);
        }
    }

    /**
     * Starts the server, once.
     *
     * @throws StartupException if it cannot be started or is closed already; then nothing runs
     */
    public void start() {
        lock.lock();
        try {
            stopServer();
            port = freePort();
            startServer(true);
            superviseServer(WATCH_PAUSE_MILLIS);
        } catch (IOException broken) {
            throw unusable(data.path(), broken);
        } finally {
            lock.unlock();
        }
    }

    private static StartupException unusable(Path folder, IOException broken) {
        return new StartupException(
                "The database folder "
                        + folder
                        + " cannot be used ("
                        + broken.getMessage()
                        + "); make room there, or choose another TANDEM_HOME.",
                broken);
    }

    /** PostgreSQL's programs start each other by a shell, with paths in double quotes. */
    private static void requireQuotable(Path folder) {
        if (UNQUOTABLE.matcher(folder.toString()).find()) {
            throw new StartupException(
                    "PostgreSQL cannot be started below "
                            + folder
                            + ": choose a TANDEM_HOME without $, `, \", \\ and line breaks in its"
                            + " path, or set TANDEM_DATABASE_URL.");
        }
    }

    /** How to reach the database {@code postgres} of this server. */
    public DatabaseLogin login() {
        return new DatabaseLogin(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                DataFolder.USER,
                data.password());
    }

    /** The server's process. */
    public ProcessHandle process() {
        return postmaster
                .server()
                .orElseThrow(() -> new IllegalStateException("The database is not running."));
    }

    /**
     * Stops the server in an orderly way; whoever is connected is cut off. A start that another
     * thread has under way is ended. Afterwards nothing runs, and nothing is started again.
     */
    @Override
    public void close() {
        closed = true;
        awaitLock();
        try {
            if (!stopped) {
                supervisor.shutdown();
                stopServer();
                // From now on the folder may be another process's.
                stopped = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** A start has the lock for as long as its server replays its log, unless that is stopped. */
    private void awaitLock() {
        try {
            while (!lock.tryLock(CLOSE_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                stopServer();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            lock.lock();
        }
    }

    private void startServer(boolean portMayChange) throws IOException {
        postmaster.removeIfStale();
        for (int attempt = 1; ; attempt++) {
            if (closed) {
                throw new StartupException("The database is not started: it is to stop.");
            }
            log.rotate();
            long before = log.size();
            Command.Result start = account.run(START_DEADLINE, startCommand());
            if (start.succeeded()) {
                return;
            }
            String said = log.since(before);
            if (attempt == START_ATTEMPTS || !mayPass(said)) {
                stopServer();
                String reason = ServerLog.reason(said.isBlank() ? start.output() : said);
                throw new StartupException(
                        "The database does not start: " + reason + " (see " + log.file() + ")");
            }
            pause(ATTEMPT_PAUSE_MILLIS);
            if (portMayChange) {
                port = freePort();
            }
        }
    }

    /** Nobody else would start the server again if it were killed. */
    private void superviseServer(long pauseMillis) {
        supervisor.schedule(this::restartServer, pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void restartServer() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (postmaster.server().isEmpty()) {
                LOG.warn("The database server has ended; it is started again.");
                startServer(false);
            }
            superviseServer(WATCH_PAUSE_MILLIS);
        } catch (StartupException foreseen) {
            LOG.errorf("Another try to start it follows. %s", foreseen.getMessage());
            superviseServer(FAILED_RESTART_PAUSE_MILLIS);
        } catch (IOException | RuntimeException failure) {
            LOG.error("The database server does not start again; another try follows", failure);
            superviseServer(FAILED_RESTART_PAUSE_MILLIS);
        } finally {
            lock.unlock();
        }
    }

    /** Another process took the port first, or the children of a killed server still end. */
    private static boolean mayPass(String said) {
        return said.contains("could not bind")
                || said.contains("pre-existing shared memory block")
                || said.contains("lock file \"postmaster.pid\" already exists")
                || said.contains("lock file \"postmaster.pid\" is empty");
    }

    private List<String> startCommand() {
        return List.of(
                binaries.program("pg_ctl"),
                "start",
                "--wait",
                "--silent",
                "--timeout=" + START_DEADLINE.toSeconds(),
                "--pgdata=" + data.path(),
                "--log=" + log.file(),
                "--options=" + ServerOptions.commandLine(port));
    }

    private void stopServer() {
        Optional<ProcessHandle> server = postmaster.server();
        if (server.isEmpty()) {
            return;
        }
        if (!stopServer("fast")) {
            stopServer("immediate");
        }
        if (!awaitExit(server.get())) {
            throw new StartupException(
                    "The database server, process "
                            + server.get().pid()
                            + ", does not stop; end it.");
        }
    }

    /** The pid file goes a moment before its process does. */
    private boolean awaitExit(ProcessHandle server) {
        long end = System.nanoTime() + STOP_DEADLINE.toNanos();
        while (postmaster.isServer(server)) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(EXIT_PAUSE_MILLIS);
        }
        return true;
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
                                "--pgdata=" + data.path()))
                .succeeded();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartupException("Waiting for the database was interrupted.", interrupted);
        }
    }
}
