package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.registry.database.embedded.EmbeddedPostgres;
import org.tandemml.registry.testing.TestDatabase;

/** The packaged registry, from its start to its end, good or bad. */
class RegistryProcessIT {
    private static final String GET_DEFAULT = "/api/2.0/mlflow/experiments/get?experiment_id=0";

    @TempDir Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    @Test
    void stopsItsDatabaseLast() throws Exception {
        RegistryProcess registry = RegistryProcess.start(home(), Map.of());
        assertThat(databases()).hasSize(1);

        registry.terminate();

        assertThat(databases()).isEmpty();
        assertThat(home().resolve("postgres/server.log"))
                .content()
                .endsWith("database system is shut down\n");
        assertThat(registry.errors()).doesNotContain("Exception");
        assertThat(registry.log())
                .doesNotContain(Files.readString(home().resolve("postgres/password")));
    }

    /** Before the database is there, as soon as it runs, and as soon as somebody listens. */
    @Test
    void aSignalAtAnyMomentOfTheStartLeavesNothing() throws Exception {
        List<Predicate<RegistryProcess>> moments =
                List.of(
                        starting -> Files.exists(home().resolve("registry.lock")),
                        starting -> !databases().isEmpty(),
                        RegistryProcess::listens);
        for (Predicate<RegistryProcess> moment : moments) {
            RegistryProcess registry = RegistryProcess.launch(home(), Map.of());
            registry.await("a moment of the start", moment);

            registry.terminate();

            assertThat(databases()).isEmpty();
            assertThat(registry.errors()).isEmpty();
        }
    }

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
        RegistryProcess killed = RegistryProcess.start(home(), Map.of());
        String body = "{\"name\": \"acknowledged\"}";
        assertThat(killed.post("/api/2.0/mlflow/experiments/create", body).statusCode())
                .isEqualTo(200);

        killed.kill();
        assertThat(databases()).as("the orphan").hasSize(1);

        try (RegistryProcess next = RegistryProcess.start(home(), Map.of())) {
            assertThat(databases()).hasSize(1);
            assertThat(
                            next.get(
                                            "/api/2.0/mlflow/experiments/get-by-name"
                                                    + "?experiment_name=acknowledged")
                                    .statusCode())
                    .isEqualTo(200);
        }
        assertThat(databases()).isEmpty();
    }

    @Test
    void comesBackWhenItsDatabaseIsKilled() throws Exception {
        try (RegistryProcess registry = RegistryProcess.start(home(), Map.of())) {
            ProcessHandle.of(databases().get(0)).orElseThrow().destroyForcibly();

            registry.awaitStatus(GET_DEFAULT, 200);
            registry.awaitStatus("/q/health/ready", 200);
            assertThat(registry.get(GET_DEFAULT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aHomeInUseIsNamedWithItsHolder() throws Exception {
        try (RegistryProcess first = RegistryProcess.start(home(), Map.of())) {
            RegistryProcess second = RegistryProcess.launch(home(), Map.of());

            assertThat(second.exit()).isEqualTo(1);
            assertThat(onlyLine(second))
                    .contains(home().toString())
                    .contains("in use by process " + first.pid());
            assertThat(first.get(GET_DEFAULT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTakenPortIsSaidAndNothingIsLeftRunning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            RegistryProcess registry =
                    RegistryProcess.launch(home(), Map.of("QUARKUS_HTTP_PORT", port));

            assertThat(registry.exit()).isEqualTo(1);
            assertThat(onlyLine(registry)).contains("Port " + port).contains("QUARKUS_HTTP_PORT");
            assertThat(databases()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_HTTP_PORT,99999,'QUARKUS_HTTP_PORT is ''99999''; expected a port'",
        "TANDEM_HOME,/proc/tandem,/proc/tandem",
        "QUARKUS_HTTP_HOST,0.0.0.0,TANDEM_ALLOW_UNSAFE_SETTINGS",
        "QUARKUS_HTTP_HOST,nowhere.invalid,There is no address nowhere.invalid",
        "TANDEM_MAX_JSON_BODY,plenty,TANDEM_MAX_JSON_BODY",
        "TANDEM_REGISTRY_PROTECTED_STAGES,Live,TANDEM_REGISTRY_PROTECTED_STAGES",
        "MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES,often,TANDEM_WEBHOOK_MAX_RETRIES is",
        "TANDEM_ALLOWED_HOSTS,https://example.org,TANDEM_ALLOWED_HOSTS",
        "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS,*,TANDEM_ALLOW_UNSAFE_SETTINGS",
        "TANDEM_WEBHOOK_SECRET_ENCRYPTION_KEY,short,32 random bytes",
        "MLFLOW_WEBHOOK_ALLOWED_SCHEMES,gopher,TANDEM_WEBHOOK_ALLOWED_SCHEMES",
        "TANDEM_DATABASE_URL,jdbc:h2:mem:x,jdbc:postgresql",
        "TANDEM_DATABASE_URL,jdbc:postgresql://127.0.0.1:1/x,127.0.0.1:1"
    })
    void aWrongSettingIsOneLine(String name, String value, String said) throws Exception {
        RegistryProcess registry = RegistryProcess.launch(home(), Map.of(name, value));

        assertThat(registry.exit()).isEqualTo(1);
        assertThat(onlyLine(registry)).contains(said);
        assertThat(databases()).isEmpty();
    }

    @Test
    void aHomeThatPostgresCannotBeStartedInIsNamedAsItIsWritten() throws Exception {
        Path odd = folder.resolve("a$b-${HOME}");

        RegistryProcess registry = RegistryProcess.launch(odd, Map.of());

        assertThat(registry.exit()).isEqualTo(1);
        assertThat(onlyLine(registry))
                .contains(odd + "/postgres: choose a TANDEM_HOME without $")
                .contains("TANDEM_DATABASE_URL");
    }

    @Test
    void tablesOfANewerReleaseAreLeftAlone() throws Exception {
        RegistryProcess.start(home(), Map.of()).terminate();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home().resolve("postgres"))) {
            try (var connection = TestDatabase.connect(server.login());
                    var statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO flyway_schema_history (installed_rank, version, description,"
                                + " type, script, checksum, installed_by, execution_time, success)"
                                + " VALUES (999, '999', 'from the future', 'SQL',"
                                + " 'V999__from_the_future.sql', 1, 'tandem', 1, true)");
            }
        }

        RegistryProcess registry = RegistryProcess.launch(home(), Map.of());

        assertThat(registry.exit()).isEqualTo(1);
        assertThat(onlyLine(registry))
                .isEqualToIgnoringNewLines(
                        "The tables in the database are those of a newer Tandem (this one does not"
                                + " know migration 999): start the newest Tandem that has used this"
                                + " database.");
        assertThat(databases()).isEmpty();
    }

    private static String onlyLine(RegistryProcess registry) throws Exception {
        assertThat(registry.errors().lines()).as(registry.log()).hasSize(1);
        return registry.errors();
    }

    private List<Long> databases() {
        String data = home().resolve("postgres/data").toString();
        return ProcessHandle.allProcesses()
                .filter(
                        process ->
                                List.of(process.info().arguments().orElse(new String[0]))
                                        .contains(data))
                .map(ProcessHandle::pid)
                .toList();
    }
}
