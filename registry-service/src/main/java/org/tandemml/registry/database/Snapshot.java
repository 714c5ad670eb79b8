package org.tandemml.registry.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;

/**
 * Reads of several statements that all see the database as it stood when the first of them began: a
 * transaction of PostgreSQL's isolation level REPEATABLE READ that changes nothing. Without it, a
 * row that another client changes between two statements could be missed by both although it
 * matched at every moment.
 */
@Singleton
public class Snapshot {
    private final Sql sql;

    Snapshot(Sql sql) {
        this.sql = sql;
    }

    /**
     * What the work returns.
     *
     * @param work reads only
     * @throws io.quarkus.narayana.jta.QuarkusTransactionException in a transaction that has begun
     *     already: its isolation level can no longer be chosen
     */
    public <T> T read(Callable<T> work) {
        return QuarkusTransaction.disallowingExisting()
                .call(
                        () -> {
                            sql.update(
                                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                            return work.call();
                        });
    }
}
