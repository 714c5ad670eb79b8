package org.tandemml.registry.search;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.tandemml.registry.database.Sql;

/**
 * Statements that PostgreSQL plans each time for the values at hand. A plan that is kept for any
 * values would be as bad for rare ones as for frequent ones.
 */
final class PlannedSql {
    private final Sql sql;

    PlannedSql(Sql sql) {
        this.sql = sql;
    }

    /** All rows. */
    <T> List<T> query(SqlText text, Sql.Row<T> row) {
        return sql.work(
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(text.text())) {
                        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
                        @Nullable Object[] binds = text.binds();
                        for (int i = 0; i < binds.length; i++) {
                            statement.setObject(i + 1, binds[i]);
                        }
                        try (ResultSet result = statement.executeQuery()) {
                            List<T> rows = new ArrayList<>();
                            while (result.next()) {
                                rows.add(row.read(result));
                            }
                            return rows;
                        }
                    }
                });
    }
}
