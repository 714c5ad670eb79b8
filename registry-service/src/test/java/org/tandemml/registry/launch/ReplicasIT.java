package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.registry.database.DatabaseLogin;
import org.tandemml.registry.database.embedded.EmbeddedPostgres;
import org.tandemml.registry.database.embedded.PostgresRelease;
import org.tandemml.registry.testing.TestDatabase;

/** Two registries over one database, of the oldest PostgreSQL, behave as one. */
class ReplicasIT {
    private static final String API = "/api/2.0/mlflow/";
    private static final int CHANGES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    void whatOneChangesTheOtherShowsAtOnce() throws Exception {
        Path data = Files.createDirectory(folder.resolve("database"));
        boolean oldest = PostgresRelease.runHere();
        try (EmbeddedPostgres server =
                oldest ? PostgresRelease.OLDEST.start(data) : EmbeddedPostgres.start(data)) {
            DatabaseLogin login = server.login();
            assertThat(version(login)).startsWith(oldest ? "13." : "17.");
            replicas(login);
        }
    }

    private static String version(DatabaseLogin login) throws SQLException {
        try (Connection connection = TestDatabase.connect(login)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private void replicas(DatabaseLogin login) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "TANDEM_DATABASE_URL", login.url(),
                        "TANDEM_DATABASE_USERNAME", login.username(),
                        "TANDEM_DATABASE_PASSWORD", login.password(),
                        "TANDEM_ARTIFACTS_ROOT", folder.resolve("shared").toUri().toString());
        // Both find an empty database: one of them makes the tables, the other waits.
        try (RegistryProcess a = RegistryProcess.launch(folder.resolve("a"), settings);
                RegistryProcess b = RegistryProcess.launch(folder.resolve("b"), settings)) {
            a.awaitStatus("/q/health/ready", 200);
            b.awaitStatus("/q/health/ready", 200);
            try (Connection connection = TestDatabase.connect(login);
                    Statement database = connection.createStatement()) {
                stagesAndAliases(a, b);
                rowsChangedFromOutside(a, b, database);
                changesOfBothAtOnce(a, b);
            }
        }
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode post(RegistryProcess registry, String call, String json)
            throws Exception {
        return ok(registry.post(API + call, json));
    }

    private static JsonNode get(RegistryProcess registry, String call) throws Exception {
        return ok(registry.get(API + call));
    }

    private static void stagesAndAliases(RegistryProcess a, RegistryProcess b) throws Exception {
        post(a, "registered-models/create", "{\"name\": \"m\"}");
        for (int i = 1; i <= 2; i++) {
            post(b, "model-versions/create", "{\"name\": \"m\", \"source\": \"s3://b/m\"}");
        }
        for (int i = 0; i < CHANGES; i++) {
            String version = Integer.toString(1 + i % 2);
            RegistryProcess one = i % 4 < 2 ? a : b;
            RegistryProcess other = one == a ? b : a;
            post(
                    one,
                    "model-versions/transition-stage",
                    "{\"name\": \"m\", \"version\": \"%s\", \"stage\": \"Production\", \"archive_existing_versions\": true}"
                            .formatted(version));
            assertThat(
                            get(
                                            other,
                                            "registered-models/get-latest-versions?name=m&stages=Production")
                                    .at("/model_versions/0/version")
                                    .asText())
                    .isEqualTo(version);
            post(
                    one,
                    "registered-models/alias",
                    "{\"name\": \"m\", \"alias\": \"best\", \"version\": \"%s\"}"
                            .formatted(version));
            assertThat(
                            get(other, "registered-models/alias?name=m&alias=best")
                                    .at("/model_version/version")
                                    .asText())
                    .isEqualTo(version);
        }
    }

    private static void rowsChangedFromOutside(
            RegistryProcess a, RegistryProcess b, Statement database) throws Exception {
        String id =
                post(a, "experiments/create", "{\"name\": \"before\"}")
                        .at("/experiment_id")
                        .asText();
        String run =
                post(a, "runs/create", "{\"experiment_id\": \"" + id + "\"}")
                        .at("/run/info/run_id")
                        .asText();
        for (RegistryProcess registry : List.of(a, b)) {
            get(registry, "experiments/get?experiment_id=" + id);
            get(registry, "runs/get?run_id=" + run);
            get(registry, "model-versions/get?name=m&version=1");
        }
        database.execute("UPDATE experiments SET name = 'after' WHERE name = 'before'");
        database.execute("UPDATE runs SET status = 'KILLED' WHERE run_id = '" + run + "'");
        database.execute("UPDATE model_versions SET description = 'from outside'");
        for (RegistryProcess registry : List.of(a, b)) {
            assertThat(
                            get(registry, "experiments/get?experiment_id=" + id)
                                    .at("/experiment/name")
                                    .asText())
                    .isEqualTo("after");
            assertThat(get(registry, "runs/get?run_id=" + run).at("/run/info/status").asText())
                    .isEqualTo("KILLED");
            assertThat(
                            get(registry, "model-versions/get?name=m&version=1")
                                    .at("/model_version/description")
                                    .asText())
                    .isEqualTo("from outside");
        }
    }

    /** No number is given twice, none is left out, and one version is in the stage. */
    private static void changesOfBothAtOnce(RegistryProcess a, RegistryProcess b) throws Exception {
        post(a, "registered-models/create", "{\"name\": \"both\"}");
        List<CompletableFuture<String>> made = new ArrayList<>();
        for (RegistryProcess registry : List.of(a, b)) {
            made.add(CompletableFuture.supplyAsync(() -> makeVersions(registry)));
        }
        List<String> numbers = new ArrayList<>();
        for (CompletableFuture<String> future : made) {
            numbers.addAll(List.of(future.get().split(" ")));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 2 * CHANGES; i++) {
            expected.add(Integer.toString(i));
        }
        assertThat(numbers).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(
                        get(
                                        b,
                                        "model-versions/search?filter=name%3D'both'%20AND%20current_stage%3D'Production'")
                                .path("model_versions"))
                .hasSize(1);
    }

    private static String makeVersions(RegistryProcess registry) {
        StringBuilder numbers = new StringBuilder();
        try {
            for (int i = 0; i < CHANGES; i++) {
                String number =
                        post(
                                        registry,
                                        "model-versions/create",
                                        "{\"name\": \"both\", \"source\": \"s3://b/m\"}")
                                .at("/model_version/version")
                                .asText();
                post(
                        registry,
                        "model-versions/transition-stage",
                        "{\"name\": \"both\", \"version\": \"%s\", \"stage\": \"Production\", \"archive_existing_versions\": true}"
                                .formatted(number));
                numbers.append(number).append(' ');
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return numbers.toString();
    }
}
