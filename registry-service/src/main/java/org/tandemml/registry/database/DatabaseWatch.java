package org.tandemml.registry.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database twice a second, on a connection of its own, whether it is there. A statement
 * may take long for good reasons, so no time-out can tell a slow statement from a server that
 * hangs; this can. When the server is gone or hangs, all connections of the pool are cut, so that
 * the requests that wait on them answer 503 at once and none of them is used again.
 */
@Singleton
final class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int ANSWER_SECONDS = 1;
    private static final Executor SAME_THREAD = Runnable::run;

    private final AgroalDataSource pool;
    private final OwnConnections connections;
    private final ScheduledExecutorService clock;
    private @Nullable Connection connection;
    private volatile boolean up = true;

    DatabaseWatch(AgroalDataSource pool, OwnConnections connections) {
        this.pool = pool;
        this.connections = connections;
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
        disconnect();
    }

    private void look() {
        try {
            ask();
            if (!up) {
                // Whoever kept trying may have got a connection from before the line was mended.
                pool.flush(FlushMode.ALL);
                up = true;
                LOG.info("The database answers again.");
            }
        } catch (SQLException gone) {
            disconnect();
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

    private synchronized void ask() throws SQLException {
        Connection asked = connection;
        if (asked == null) {
            asked = connections.open("watch", ANSWER_SECONDS);
            connection = asked;
        }
        try (Statement statement = asked.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private synchronized void disconnect() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.abort(SAME_THREAD);
            } catch (SQLException closed) {
                LOG.debug("The watch's connection was closed already", closed);
            }
        }
    }
}
