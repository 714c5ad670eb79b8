package org.tandemml.registry.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection outside the pool that is opened when it is first needed and kept until it is
 * dropped. Whoever sees it fail drops it; the next call opens another.
 */
public final class KeptConnection {
    private static final Logger LOG = Logger.getLogger(KeptConnection.class);

    private final OwnConnections connections;
    private final String purpose;
    private final int seconds;
    private @Nullable Connection current;

    /**
     * @param purpose shown by the database beside the connection
     * @param seconds the longest time to wait for it, and for each of its answers
     */
    public KeptConnection(OwnConnections connections, String purpose, int seconds) {
        this.connections = connections;
        this.purpose = purpose;
        this.seconds = seconds;
    }

    /** The connection; a new one after a drop. */
    public synchronized Connection get() throws SQLException {
        Connection open = current;
        if (open == null) {
            open = connections.open(purpose, seconds);
            current = open;
        }
        return open;
    }

    /** Whether this is the connection that is kept now. */
    public synchronized boolean keeps(Connection connection) {
        return connection == current;
    }

    /** Cuts the connection without waiting for the database. */
    public synchronized void drop() {
        Connection old = current;
        current = null;
        if (old != null) {
            try {
                old.abort(Runnable::run);
            } catch (SQLException closed) {
                LOG.debugf(closed, "The connection for %s was closed already", purpose);
            }
        }
    }
}
