package org.tandemml.registry.launch;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tandemml.http.edge.ConnectionGuards;
import org.tandemml.http.edge.UriCheck;
import org.tandemml.http.settings.LiteralEnvironment;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.database.ExternalDatabase;
import org.tandemml.registry.database.embedded.EmbeddedPostgres;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.HomeLock;

/**
 * Starts the registry: takes the home, starts or finds the database, then runs Quarkus; the other
 * way round at the end. What keeps it from starting is one line on standard error. A signal may
 * come at any moment: what it finds under way is ended, and the process goes only when its database
 * has.
 */
@QuarkusMain
public final class RegistryMain {
    private static final long STOP_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean running;
    private volatile @Nullable EmbeddedPostgres database;
    private @Nullable Throwable failure;
    private int exit;

    private RegistryMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String... arguments) {
        System.exit(new RegistryMain().run(arguments));
    }

    private int run(String... arguments) {
        // A signal ends the JVM when all hooks have ended: this one lets us stop the database last.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "tandem-stop"));
        try {
            start(arguments);
        } catch (Exception | LinkageError broken) {
            failure = broken;
        } finally {
            ended.countDown();
        }
        // A start that a signal has ended has not failed.
        if (failure != null && !stopping) {
            FailureLine line = FailureLine.of(failure);
            System.err.println(line.text());
            if (line.foreseen()) {
                // All is closed already. An exit would also print what was logged before Quarkus
                // knew
                // where to log to.
                Runtime.getRuntime().halt(1);
            }
            return 1;
        }
        return exit;
    }

    private void start(String... arguments) throws Exception {
        LaunchConfig config = LaunchConfig.read();
        Home home = Home.open(config.home().home());
        HomeLock lock = HomeLock.take(home);
        try {
            HttpPort.check(config.host(), config.port());
            if (config.database().url().isPresent()) {
                runQuarkus(ExternalDatabase.check(config.database()), arguments);
                return;
            }
            try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home.postgres())) {
                database = postgres;
                postgres.start();
                runQuarkus(postgres.login(), arguments);
            }
        } finally {
            lock.close();
        }
    }

    private void runQuarkus(DatabaseLogin login, String... arguments) {
        running = true;
        if (stopping) {
            return;
        }
        UriCheck.takeOver();
        ConnectionGuards.takeOver();
        for (String user : List.of("quarkus.datasource.", "quarkus.flyway.")) {
            // Migrations have connections of their own: they may take longer than a request.
            set(user + "username", login.username());
            set(user + "password", login.password());
        }
        set("quarkus.datasource.jdbc.url", login.url());
        set("quarkus.flyway.jdbc-url", login.url());
        Quarkus.run(
                null,
                (code, thrown) -> {
                    exit = code;
                    failure = thrown;
                },
                arguments);
    }

    /** What Quarkus reads has expressions replaced. */
    private static void set(String property, String value) {
        System.setProperty(property, LiteralEnvironment.literal(value));
    }

    /** Quarkus, if it runs, ends by a hook of its own and before the database. */
    private void stop() {
        stopping = true;
        try {
            if (!running) {
                closeDatabase();
            }
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The registry did not stop in " + STOP_SECONDS + " s.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            closeDatabase();
        }
    }

    private void closeDatabase() {
        EmbeddedPostgres started = database;
        if (started != null) {
            started.close();
        }
    }
}
