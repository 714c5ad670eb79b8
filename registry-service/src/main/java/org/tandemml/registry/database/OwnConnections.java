package org.tandemml.registry.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.Driver;

/**
 * Opens connections that are not the pool's, for what must not wait for it or outlives a request.
 */
@Singleton
public final class OwnConnections {
    private static final Executor SAME_THREAD = Runnable::run;

    private final String url;
    private final Properties login = new Properties();

    OwnConnections(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.url = url;
        username.ifPresent(name -> login.setProperty("user", name));
        password.ifPresent(secret -> login.setProperty("password", secret));
    }

    /**
     * Opens a connection.
     *
     * @param purpose shown by the database beside the connection
     * @param seconds the longest time to wait for it, and for each of its answers
     */
    public Connection open(String purpose, int seconds) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(login);
        String limit = Integer.toString(seconds);
        properties.setProperty("connectTimeout", limit);
        properties.setProperty("loginTimeout", limit);
        properties.setProperty("socketTimeout", limit);
        properties.setProperty("ApplicationName", "tandem-registry " + purpose);
        Connection opened = new Driver().connect(url, properties);
        if (opened == null) {
            throw new SQLException("The URL is not PostgreSQL's.");
        }
        opened.setNetworkTimeout(SAME_THREAD, seconds * 1000);
        return opened;
    }
}
