package org.tandemml.registry.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL inside the current transaction, for the paths where it was measured faster than
 * entities. Every value is bound, never joined into the text. A failure of the database itself
 * comes out as a {@link org.tandemml.model.TandemException}, see {@link SqlFailures}.
 */
@Singleton
public final class Sql {
    private final DataSource dataSource;
    private final SqlFailures failures;

    public Sql(DataSource dataSource, SqlFailures failures) {
        this.dataSource = dataSource;
        this.failures = failures;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Works with a connection of the current transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** All rows. */
    public <T> List<T> query(String sql, Row<T> row, @Nullable Object... binds) {
        return work(
                connection -> {
                    try (PreparedStatement statement = prepare(connection, sql, binds);
                            ResultSet result = statement.executeQuery()) {
                        List<T> rows = new ArrayList<>();
                        while (result.next()) {
                            rows.add(row.read(result));
                        }
                        return rows;
                    }
                });
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... binds) {
        return query(sql, row, binds).stream().findFirst();
    }

    /** Runs a statement that changes rows, and says how many. */
    public int update(String sql, @Nullable Object... binds) {
        return work(
                connection -> {
                    try (PreparedStatement statement = prepare(connection, sql, binds)) {
                        return statement.executeUpdate();
                    }
                });
    }

    /** Runs work that needs the connection itself, for example arrays or batches. */
    public <T> T work(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw failures.translate(failure);
        }
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object[] binds) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < binds.length; i++) {
            statement.setObject(i + 1, binds[i]);
        }
        return statement;
    }
}
