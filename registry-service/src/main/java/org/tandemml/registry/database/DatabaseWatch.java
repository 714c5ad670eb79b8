package org.tandemml.registry.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks the database twice a second, on a connection of its own, whether it is there. A statement
 * may take long for good reasons, so no time-out can tell a slow statement from a server that
 * hangs; this can. When the server is gone or hangs, all connections of the pool are cut, so that
 * the requests that wait on them answer 503 at once and none of them is used again. It is back when
 * it has answered twice and the pool, too, gives a connection.
 */
@Singleton
final class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int ANSWER_SECONDS = 1;

    private final AgroalDataSource pool;
    private final KeptConnection connection;
    private final ScheduledExecutorService clock;
    private volatile boolean up = true;

    /**
     * Whether the look before had its answer. The pool cuts its connections some time after it was
     * told to, so a single answer after an outage may come before the last cut.
     */
    private boolean answered;

    DatabaseWatch(AgroalDataSource pool, OwnConnections connections) {
        this.pool = pool;
        this.connection = new KeptConnection(connections, "watch", ANSWER_SECONDS);
        clock =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread thread = new Thread(work, "tandem-database-watch");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Whether the database answered when it was last asked. */
    boolean isUp() {
        return up;
    }

    void start(@Observes StartupEvent started) {
        clock.scheduleWithFixedDelay(
                this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        clock.shutdownNow();
        connection.drop();
    }

    private void look() {
        try {
            ask();
            if (!up && answered) {
                // It may still wait for connections that it began to open in the outage.
                pool.getConnection().close();
                up = true;
                LOG.info("The database answers again.");
            }
            answered = true;
        } catch (SQLException gone) {
            answered = false;
            connection.drop();
            pool.flush(FlushMode.ALL);
            if (up) {
                up = false;
                LOG.warnf("The database does not answer: %s", gone.getMessage());
            }
        } catch (RuntimeException defect) {
            // A task that throws is never run again.
            LOG.error("The database watch failed; it goes on", defect);
        }
    }

    private void ask() throws SQLException {
        try (Statement statement = connection.get().createStatement()) {
            statement.execute("SELECT 1");
        }
    }
}
