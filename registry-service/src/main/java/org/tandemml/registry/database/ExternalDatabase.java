package org.tandemml.registry.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.tandemml.registry.home.StartupException;

/** Looks at the PostgreSQL that {@code TANDEM_DATABASE_URL} names, before the service starts. */
public final class ExternalDatabase {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final int OLDEST = 13;
    private static final String TIMEOUT_SECONDS = "5";

    private ExternalDatabase() {}

    /**
     * The way to the database, which has been reached once.
     *
     * @throws StartupException if it is not there, refuses us or is too old
     */
    public static DatabaseLogin check(DatabaseConfig config) {
        String url = config.url().orElseThrow();
        if (!url.startsWith(SCHEME)) {
            throw new StartupException(
                    "TANDEM_DATABASE_URL must be jdbc:postgresql://host:port/database, for"
                            + " PostgreSQL is the only database that Tandem uses.");
        }
        DatabaseLogin login =
                new DatabaseLogin(url, config.username().orElse(""), config.password().orElse(""));
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
        config.username().ifPresent(name -> properties.setProperty("user", name));
        config.password().ifPresent(secret -> properties.setProperty("password", secret));
        try (Connection connection = new Driver().connect(url, properties)) {
            if (connection == null) {
                throw new StartupException(
                        "TANDEM_DATABASE_URL is not a URL that the PostgreSQL driver understands:"
                                + " write jdbc:postgresql://host:port/database.");
            }
            checkVersion(connection, url);
        } catch (SQLException refused) {
            throw new StartupException(
                    "The database "
                            + withoutParameters(url)
                            + " cannot be used: "
                            + reason(refused)
                            + " Check TANDEM_DATABASE_URL, _USERNAME and _PASSWORD, and that it"
                            + " runs.",
                    refused);
        }
        return login;
    }

    /** The server's own sentence, without where it stands in the server's source. */
    private static String reason(SQLException refused) {
        return refused instanceof PSQLException said && said.getServerErrorMessage() != null
                ? said.getServerErrorMessage().getMessage() + "."
                : String.valueOf(refused.getMessage());
    }

    private static void checkVersion(Connection connection, String url) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw new StartupException(
                    "The database "
                            + withoutParameters(url)
                            + " is PostgreSQL "
                            + version
                            + "; Tandem needs "
                            + OLDEST
                            + " or newer.");
        }
    }

    /** Parameters may hold a password. */
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*$", "").replaceFirst("//[^/@]*@", "//");
    }
}
