package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.testing.TestDatabase;

class ExternalDatabaseTest {
    private static final String SECRET = "s3cret-of-the-test";

    private record Config(
            Optional<String> url, Optional<String> username, Optional<String> password)
            implements DatabaseConfig {
        static Config of(String url, String username, String password) {
            return new Config(Optional.of(url), Optional.of(username), Optional.of(password));
        }
    }

    @Test
    void aDatabaseThatAnswersIsTaken() {
        DatabaseLogin login = TestDatabase.fresh();

        assertThat(
                        ExternalDatabase.check(
                                Config.of(login.url(), login.username(), login.password())))
                .isEqualTo(login);
    }

    @Test
    void aWrongPasswordIsSaidWithoutIt() {
        DatabaseLogin login = TestDatabase.fresh();

        assertThatThrownBy(
                        () ->
                                ExternalDatabase.check(
                                        Config.of(login.url(), login.username(), SECRET)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageContaining("TANDEM_DATABASE_URL, _USERNAME and _PASSWORD")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidInOneLine() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/tandem?password=" + SECRET;

        assertThatThrownBy(() -> ExternalDatabase.check(Config.of(url, "me", SECRET)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void anotherKindOfDatabaseIsRefused() {
        assertThatThrownBy(
                        () -> ExternalDatabase.check(Config.of("jdbc:mysql://db/x", "me", SECRET)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("jdbc:postgresql://host:port/database");
    }
}
