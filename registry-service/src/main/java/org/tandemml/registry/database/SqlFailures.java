package org.tandemml.registry.database;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * What a failure of PostgreSQL means to a caller (SQLSTATE classes of PostgreSQL's Appendix A). The
 * text of the database stays in the cause: it may hold SQL.
 */
@Singleton
public final class SqlFailures {
    private final DatabaseDisk disk;

    public SqlFailures(DatabaseDisk disk) {
        this.disk = disk;
    }

    /** The exception to throw for a failure of the database. */
    public TandemException translate(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.equals("40001") || state.equals("40P01") || state.equals("55P03")) {
            return new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "Another writer changed the same rows at the same time; try again.",
                    failure);
        }
        if (state.equals("53100")) {
            return full(failure);
        }
        // 99999 is the driver's own: a failure while connecting that it did not foresee, such as an
        // attempt that was interrupted because the database hangs.
        boolean unreachable =
                state.startsWith("08")
                        || state.startsWith("57P")
                        || state.equals("99999")
                        || state.startsWith("53")
                        || failure instanceof SQLTransientException
                        || state.isEmpty();
        if (unreachable) {
            return disk.isFull() ? full(failure) : away(failure);
        }
        if (state.startsWith("23")) {
            return new TandemException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "The change clashes with what is stored.",
                    failure);
        }
        return new TandemException(ErrorCode.INTERNAL_ERROR, "The database failed.", failure);
    }

    private static TandemException full(SQLException failure) {
        return new TandemException(
                ErrorCode.INSUFFICIENT_STORAGE,
                "The database's disk is full; make room there.",
                failure);
    }

    private static TandemException away(SQLException failure) {
        return new TandemException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The database is not available now; try again.",
                failure);
    }
}
