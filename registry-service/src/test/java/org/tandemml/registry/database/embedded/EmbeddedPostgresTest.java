package org.tandemml.registry.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.testing.TestDatabase;

/** One folder for all tests: each starts on what the others left, as a real home does. */
class EmbeddedPostgresTest {
    @TempDir static Path home;

    private EmbeddedPostgres server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedPostgres.start(Files.createDirectories(folder()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Path folder() {
        return home.resolve("postgres");
    }

    @Test
    void findsItsDataAgain() throws Exception {
        execute("CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('still here')");

        restart();

        assertThat(answer("SELECT word FROM kept")).isEqualTo("still here");
        execute("DROP TABLE kept");
    }

    @Test
    void closesInAnOrderlyWay() {
        ProcessHandle process = server.process();

        server.close();

        assertThat(process.info().arguments()).isEmpty();
        assertThat(folder().resolve("data/postmaster.pid")).doesNotExist();
        assertThat(folder().resolve("server.log")).content().endsWith("is shut down\n");
    }

    @Test
    void isNotStartedOnceItIsClosed() {
        server.close();
        EmbeddedPostgres closed = EmbeddedPostgres.in(folder());
        closed.close();

        assertThatThrownBy(closed::start).isInstanceOf(StartupException.class);

        assertThat(serversOf(folder())).isEmpty();
    }

    /** The moments: the program that starts the server runs, the server has its pid file. */
    @Test
    void aStartThatIsClosedMeanwhileLeavesNothing() throws Exception {
        server.close();
        Path pid = folder().resolve("data/postmaster.pid");
        List<BooleanSupplier> moments =
                List.of(() -> !startersOf(folder()).isEmpty(), () -> Files.exists(pid));
        for (BooleanSupplier moment : moments) {
            EmbeddedPostgres starting = EmbeddedPostgres.in(folder());
            CompletableFuture<Boolean> start =
                    CompletableFuture.runAsync(starting::start).handle((done, failed) -> true);
            while (!moment.getAsBoolean() && !start.isDone()) {
                Thread.onSpinWait();
            }

            starting.close();

            assertThat(serversOf(folder())).isEmpty();
            assertThat(start.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(serversOf(folder())).isEmpty();
            assertThat(pid).doesNotExist();
        }
    }

    @Test
    void stopsTheServerThatAKilledProcessLeft() throws Exception {
        execute("CREATE TABLE acknowledged (n int)", "INSERT INTO acknowledged VALUES (1)");
        EmbeddedPostgres second = EmbeddedPostgres.start(folder());
        ProcessHandle successor = second.process();
        try {
            assertThat(answer(second.login(), "SELECT n FROM acknowledged")).isEqualTo("1");
            assertThat(serversOf(folder())).containsExactly(successor.pid());
        } finally {
            server.close();
            second.close();
        }
        restart();
        execute("DROP TABLE acknowledged");
    }

    @Test
    void startsAServerAgainThatWasKilled() throws Exception {
        execute("CREATE TABLE survivors (n int)", "INSERT INTO survivors VALUES (7)");
        ProcessHandle first = server.process();

        first.destroyForcibly();

        awaitSuccessor(first);
        assertThat(awaitAnswer("SELECT n FROM survivors")).isEqualTo("7");
        assertThat(server.process().pid()).isNotEqualTo(first.pid());
        execute("DROP TABLE survivors");
    }

    @Test
    void anotherProcessWithTheNumberOfADeadServerDoesNotKeepItFromStarting() throws Exception {
        server.close();
        Files.write(
                folder().resolve("data/postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        folder().resolve("data").toString(),
                        "1",
                        "5432",
                        "",
                        "127.0.0.1",
                        "  1 1",
                        "ready"));

        restart();

        assertThat(answer("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anEmptyPidFileDoesNotKeepItFromStarting() throws Exception {
        server.close();
        Files.createFile(folder().resolve("data/postmaster.pid"));

        restart();

        assertThat(answer("SELECT 1")).isEqualTo("1");
    }

    @Test
    void whatAKilledFirstStartLeftIsRemoved() throws Exception {
        Path other = Files.createDirectories(home.resolve("interrupted"));
        Files.createDirectories(other.resolve("data.new/base"));
        Files.createDirectories(other.resolve(".unpacking1/bin"));

        try (EmbeddedPostgres fresh = EmbeddedPostgres.start(other)) {
            assertThat(answer(fresh.login(), "SELECT 1")).isEqualTo("1");
        }

        try (var entries = Files.list(other)) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.equals("data.new") || name.startsWith("."));
        }
    }

    @Test
    void onlyTheOwnerReadsThePassword() throws Exception {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder().resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(server.login().password()).hasSize(32);
        assertThat(server.login().toString()).doesNotContain(server.login().password());
    }

    @Test
    void aWrongPasswordIsRefused() {
        DatabaseLogin login = server.login();
        DatabaseLogin wrong = new DatabaseLogin(login.url(), login.username(), "guess");

        assertThatThrownBy(() -> TestDatabase.connect(wrong).close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void writesAreDurableAndOnlyThisMachineConnects() throws Exception {
        assertThat(answer("SHOW fsync")).isEqualTo("on");
        assertThat(answer("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(answer("SHOW full_page_writes")).isEqualTo("on");
        assertThat(answer("SHOW data_checksums")).isEqualTo("on");
        assertThat(answer("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(answer("SHOW unix_socket_directories")).isEmpty();
        assertThat(answer("SHOW password_encryption")).isEqualTo("scram-sha-256");
    }

    @Test
    void textIsOrderedByCodePointAndFoldedByUnicode() throws Exception {
        assertThat(answer("SELECT 'Z' < 'a'")).isEqualTo("t");
        assertThat(answer("SELECT 'ÄRGER' ILIKE 'ärger'")).isEqualTo("t");
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        server.close();
        Path control = folder().resolve("data/global/pg_control");
        Path aside = home.resolve("pg_control");
        Files.move(control, aside);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("The database does not start: ")
                    .hasMessageContaining("server.log");
        } finally {
            Files.move(aside, control);
        }
        restart();
    }

    @Test
    void aLostPasswordIsSaid() throws Exception {
        server.close();
        Path secret = folder().resolve("password");
        Path aside = home.resolve("password");
        Files.move(secret, aside);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(secret + " is missing");
        } finally {
            Files.move(aside, secret);
        }
        restart();
    }

    private void restart() {
        server.close();
        server = EmbeddedPostgres.start(folder());
    }

    private static List<Long> serversOf(Path folder) {
        return processesWith(folder.resolve("data").toString());
    }

    private static List<Long> startersOf(Path folder) {
        return processesWith("--pgdata=" + folder.resolve("data"));
    }

    private static List<Long> processesWith(String argument) {
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                List.of(process.info().arguments().orElse(new String[0]))
                                        .contains(argument))
                .map(ProcessHandle::pid)
                .toList();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = TestDatabase.connect(server.login());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String answer(String query) throws SQLException {
        return answer(server.login(), query);
    }

    private static String answer(DatabaseLogin login, String query) throws SQLException {
        try (Connection connection = TestDatabase.connect(login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private void awaitSuccessor(ProcessHandle first) throws InterruptedException {
        PostmasterPid postmaster = new PostmasterPid(folder().resolve("data"));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (postmaster.server().filter(now -> !now.equals(first)).isEmpty()) {
            assertThat(System.nanoTime()).as("a new server in time").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private String awaitAnswer(String query) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                return answer(query);
            } catch (SQLException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.sleep(50);
            }
        }
    }
}
