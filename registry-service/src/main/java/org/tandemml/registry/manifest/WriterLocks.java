package org.tandemml.registry.manifest;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tandemml.registry.artifact.WriteGuard;
import org.tandemml.registry.database.KeptConnection;
import org.tandemml.registry.database.OwnConnections;
import org.tandemml.registry.database.SqlFailures;

/**
 * The shared locks of all writers of this process, held by one connection: a writer that waits for
 * a slow store then keeps no connection of the pool. It never waits for a lock, so that no writer
 * waits for another.
 */
@Singleton
final class WriterLocks {
    private static final Logger LOG = Logger.getLogger(WriterLocks.class);
    private static final int ANSWER_SECONDS = 1;

    private final KeptConnection connection;
    private final SqlFailures failures;

    WriterLocks(OwnConnections connections, SqlFailures failures) {
        this.failures = failures;
        this.connection = new KeptConnection(connections, "writers", ANSWER_SECONDS);
    }

    /**
     * Takes all of these locks, or none; empty if somebody has one of them for himself.
     *
     * @throws org.tandemml.model.TandemException {@code TEMPORARILY_UNAVAILABLE} if the database is
     *     not there
     */
    synchronized Optional<WriteGuard.Pass> take(List<Long> keys) {
        Connection held;
        List<Long> taken;
        try {
            held = connection.get();
            taken = tryLock(held, keys);
        } catch (SQLException broken) {
            connection.drop();
            try {
                // The connection may have been old; a new one tells whether the database is there.
                held = connection.get();
                taken = tryLock(held, keys);
            } catch (SQLException away) {
                connection.drop();
                throw failures.translate(away);
            }
        }
        Connection holder = held;
        if (taken.size() < keys.size()) {
            release(holder, taken);
            return Optional.empty();
        }
        return Optional.of(() -> release(holder, keys));
    }

    private synchronized void release(Connection holder, List<Long> keys) {
        if (!connection.keeps(holder)) {
            // The locks went with the connection that held them.
            return;
        }
        try (PreparedStatement unlock =
                holder.prepareStatement(
                        "SELECT count(pg_advisory_unlock_shared(key)) FROM unnest(?) AS key")) {
            unlock.setArray(1, holder.createArrayOf("bigint", keys.toArray()));
            unlock.execute();
        } catch (SQLException broken) {
            LOG.debug("The locks of a writer go with their connection", broken);
            connection.drop();
        }
    }

    private static List<Long> tryLock(Connection holder, List<Long> keys) throws SQLException {
        List<Long> taken = new ArrayList<>();
        try (PreparedStatement lock =
                holder.prepareStatement(
                        "SELECT key, pg_try_advisory_lock_shared(key) FROM unnest(?) AS key")) {
            lock.setArray(1, holder.createArrayOf("bigint", keys.toArray()));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(2)) {
                        taken.add(rows.getLong(1));
                    }
                }
            }
        }
        return taken;
    }

    synchronized void stop(@Observes ShutdownEvent stopping) {
        connection.drop();
    }
}
