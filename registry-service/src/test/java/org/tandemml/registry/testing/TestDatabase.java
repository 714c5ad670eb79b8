package org.tandemml.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.database.embedded.EmbeddedPostgres;
import org.tandemml.registry.database.embedded.PostgresRelease;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.HomeLock;

/**
 * Fresh, empty databases on one real PostgreSQL for each JVM: the one that the environment
 * variables {@code TANDEM_TEST_DATABASE_URL}, {@code _USERNAME} and {@code _PASSWORD} name (a role
 * that may create databases), or an embedded one that ends with the JVM, of the release that {@link
 * PostgresRelease#chosen} tells.
 */
public final class TestDatabase {
    /** Class loaders of one JVM share the server, so the way to it is a property, not a field. */
    private static final String SERVER = "org.tandemml.test.database.";

    private static final String PREFIX = "tandem_test_";

    private TestDatabase() {}

    /** A database that nobody has used. */
    public static DatabaseLogin fresh() {
        DatabaseLogin server = server();
        String name = PREFIX + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException("No database for tests at " + server, failure);
        }
        String url = server.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name + "$1");
        return new DatabaseLogin(url, server.username(), server.password());
    }

    /** A database of its own with all tables and nothing in them. */
    public static DataSource migrated() {
        DatabaseLogin login = fresh();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(login.url());
        database.setUser(login.username());
        database.setPassword(login.password());
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }

    /** Opens a connection. */
    public static Connection connect(DatabaseLogin login) throws SQLException {
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    private static synchronized DatabaseLogin server() {
        String url = System.getProperty(SERVER + "url");
        if (url != null) {
            return new DatabaseLogin(
                    url,
                    System.getProperty(SERVER + "username", ""),
                    System.getProperty(SERVER + "password", ""));
        }
        DatabaseLogin login = external().orElseGet(TestDatabase::embedded);
        System.setProperty(SERVER + "url", login.url());
        System.setProperty(SERVER + "username", login.username());
        System.setProperty(SERVER + "password", login.password());
        return login;
    }

    private static Optional<DatabaseLogin> external() {
        return Optional.ofNullable(System.getenv("TANDEM_TEST_DATABASE_URL"))
                .map(
                        url ->
                                new DatabaseLogin(
                                        url,
                                        System.getenv()
                                                .getOrDefault("TANDEM_TEST_DATABASE_USERNAME", ""),
                                        System.getenv()
                                                .getOrDefault(
                                                        "TANDEM_TEST_DATABASE_PASSWORD", "")));
    }

    private static DatabaseLogin embedded() {
        Optional<PostgresRelease> chosen = PostgresRelease.chosen();
        String kept = "test-home" + chosen.map(release -> "-" + release.name()).orElse("");
        Home home = Home.open(Path.of("target", kept));
        Optional<HomeLock> lock = HomeLock.tryTake(home);
        if (lock.isEmpty()) {
            home = Home.open(TestHome.fresh());
        }
        EmbeddedPostgres server = start(chosen, home.postgres());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, lock)));
        dropLeftOver(server.login());
        return server.login();
    }

    private static EmbeddedPostgres start(Optional<PostgresRelease> chosen, Path folder) {
        if (chosen.isEmpty()) {
            return EmbeddedPostgres.start(folder);
        }
        try {
            return chosen.get().start(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void stop(EmbeddedPostgres server, Optional<HomeLock> lock) {
        server.close();
        lock.ifPresent(
                held -> {
                    try {
                        held.close();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }

    private static void dropLeftOver(DatabaseLogin server) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT datname FROM pg_database WHERE datname LIKE '"
                                    + PREFIX
                                    + "%'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("DROP DATABASE " + name);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The test databases cannot be dropped", failure);
        }
    }
}
