package org.tandemml.registry.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tandemml.model.Folders;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.testing.TestDatabase;

/** Started by root where user namespaces are refused, as in many containers. */
class AccountTest {
    /** Directly in the folder for temporary files, which every account may pass. */
    private Path home;

    @BeforeEach
    void onlyAsRoot() throws Exception {
        home = Files.createTempDirectory("tandem-account");
        assumeThat(Files.getAttribute(home, "unix:uid")).as("started by root").isEqualTo(0);
    }

    @AfterEach
    void delete() throws Exception {
        Folders.delete(home);
    }

    private Account withoutNamespaces(Path folder) {
        return Account.of(folder, DataFolder.in(folder), () -> false);
    }

    @Test
    void anotherAccountOwnsTheDataAndNobodyReadsTheHome() throws Exception {
        Path folder = Files.createDirectory(home.resolve("postgres"));
        Account account = withoutNamespaces(folder);
        assertThat(account.uid()).isNotZero();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, account)) {
            Path process = Path.of("/proc", Long.toString(server.process().pid()));
            assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo(account.uid());
            try (var connection = TestDatabase.connect(server.login());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (n int)");
            }
        }
        assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(account.uid());
        for (Path closed : new Path[] {home, folder}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                    .isEqualTo("rwx--x--x");
        }

        // The owner of the data decides from now on, namespaces or not.
        assertThat(Account.of(folder, DataFolder.in(folder), () -> true)).isEqualTo(account);
        try (EmbeddedPostgres again = EmbeddedPostgres.start(folder);
                var connection = TestDatabase.connect(again.login());
                var statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT count(*) FROM kept").next()).isTrue();
        }
    }

    @Test
    void aHomeThatTheOtherAccountCannotReachIsSaid() throws Exception {
        Path folder = Files.createDirectories(home.resolve("closed/home/postgres"));
        assertThatThrownBy(() -> withoutNamespaces(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot reach " + folder)
                .hasMessageContaining("TANDEM_DATABASE_URL");
    }

    @Test
    void dataOfRootNeedsNamespaces() throws Exception {
        Path folder = Files.createDirectories(home.resolve("postgres"));
        Files.createDirectory(folder.resolve("data"));
        assertThatThrownBy(() -> withoutNamespaces(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("no user namespaces")
                .hasMessageContaining("belongs to root");
    }
}
