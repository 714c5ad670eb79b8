package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.RunsPage;
import org.tandemml.e2e.Backends.Stores;

/** The stock Java client, 2.17.2; an empty subclass says on which stores. */
@ExtendWith(SharedBackends.class)
abstract class JavaClientJourney {
    private final Stores stores;
    MlflowClient client;

    JavaClientJourney(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void connect(Backends backends) {
        client = new MlflowClient(backends.on(stores).url().toString());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    static String unique(String prefix) {
        return prefix + UUID.randomUUID();
    }

    @Test
    void experimentsLiveAndDie() {
        String name = unique("experiment-");
        String id = client.createExperiment(name);
        assertThat(client.getExperiment(id).getName()).isEqualTo(name);
        assertThat(client.getExperimentByName(name)).get().extracting("experimentId").isEqualTo(id);
        assertThat(client.getExperimentByName(unique("absent-"))).isEmpty();
        client.setExperimentTag(id, "owner", "me");
        assertThat(client.getExperiment(id).getTagsList())
                .extracting("value")
                .containsExactly("me");
        client.renameExperiment(id, name + "-2");
        client.deleteExperiment(id);
        assertThat(client.getExperiment(id).getLifecycleStage()).isEqualTo("deleted");
        client.restoreExperiment(id);
        assertThat(client.searchExperiments("name = '" + name + "-2'").getItems())
                .extracting("experimentId")
                .containsExactly(id);
        assertThatThrownBy(() -> client.createExperiment(name + "-2"))
                .isInstanceOfSatisfying(
                        MlflowHttpException.class,
                        e -> {
                            assertThat(e.getStatusCode()).isEqualTo(400);
                            assertThat(e.getBodyMessage()).contains("RESOURCE_ALREADY_EXISTS");
                        });
    }

    @Test
    void runsHoldWhatIsLogged() {
        String experiment = client.createExperiment(unique("runs-"));
        RunInfo info =
                client.createRun(
                        CreateRun.newBuilder()
                                .setExperimentId(experiment)
                                .setUserId("me")
                                .setStartTime(1_700_000_000_000L)
                                .addTags(
                                        RunTag.newBuilder()
                                                .setKey("mlflow.runName")
                                                .setValue("java"))
                                .build());
        String id = info.getRunId();
        client.logParam(id, "lr", "0.1");
        client.logMetric(id, "acc", 0.5, 1000, 0);
        client.logMetric(id, "acc", 0.9, 2000, 1);
        client.logMetric(id, "nan", Double.NaN);
        client.logMetric(id, "inf", Double.POSITIVE_INFINITY);
        client.setTag(id, "team", "risk");
        client.logBatch(
                id,
                List.of(
                        Metric.newBuilder()
                                .setKey("loss")
                                .setValue(0.25)
                                .setTimestamp(1)
                                .setStep(-1)
                                .build()),
                List.of(Param.newBuilder().setKey("depth").setValue("3").build()),
                List.of(RunTag.newBuilder().setKey("b").setValue("2").build()));
        client.deleteTag(id, "b");
        client.setTerminated(id, RunStatus.FINISHED, 1_700_000_001_000L);

        Run run = client.getRun(id);
        assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.getInfo().getRunName()).isEqualTo("java");
        assertThat(run.getInfo().getEndTime()).isEqualTo(1_700_000_001_000L);
        assertThat(run.getData().getParamsList())
                .extracting("value")
                .containsExactlyInAnyOrder("0.1", "3");
        assertThat(run.getData().getTagsList())
                .extracting("key")
                .contains("team")
                .doesNotContain("b");
        assertThat(run.getData().getMetricsList())
                .filteredOn(m -> m.getKey().equals("acc"))
                .singleElement()
                .satisfies(m -> assertThat(m.getValue()).isEqualTo(0.9));
        assertThat(run.getData().getMetricsList())
                .filteredOn(m -> m.getKey().equals("nan"))
                .singleElement()
                .satisfies(m -> assertThat(m.getValue()).isNaN());
        assertThat(run.getData().getMetricsList())
                .filteredOn(m -> m.getKey().equals("inf"))
                .singleElement()
                .satisfies(m -> assertThat(m.getValue()).isEqualTo(Double.POSITIVE_INFINITY));
        assertThat(client.getMetricHistory(id, "acc"))
                .extracting("value")
                .containsExactly(0.5, 0.9);

        assertThatThrownBy(() -> client.logParam(id, "lr", "0.2"))
                .isInstanceOf(MlflowHttpException.class);
        assertThatThrownBy(() -> client.getRun("0".repeat(32)))
                .hasMessageContaining("Run '" + "0".repeat(32) + "' not found");
        client.deleteRun(id);
        assertThat(client.getRun(id).getInfo().getLifecycleStage()).isEqualTo("deleted");
        client.restoreRun(id);
    }

    @Test
    void searchesPageThroughAllRuns() {
        String experiment = client.createExperiment(unique("search-"));
        for (int i = 0; i < 25; i++) {
            String id = client.createRun(experiment).getRunId();
            client.logMetric(id, "acc", i);
            client.logParam(id, "kind", i % 2 == 0 ? "even" : "odd");
        }
        RunsPage page =
                client.searchRuns(
                        List.of(experiment),
                        "metrics.acc >= 5 and params.kind = 'odd'",
                        ViewType.ACTIVE_ONLY,
                        4,
                        List.of("metrics.acc DESC"));
        List<Double> seen = new java.util.ArrayList<>();
        while (true) {
            page.getItems().forEach(run -> seen.add(run.getData().getMetrics(0).getValue()));
            if (!page.hasNextPage()) {
                break;
            }
            page = (RunsPage) page.getNextPage();
        }
        assertThat(seen).containsExactly(23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0);
    }

    @Test
    void modelsArePromoted() throws Exception {
        String name = unique("model-");
        String experiment = client.createExperiment(unique("models-"));
        RunInfo run = client.createRun(experiment);
        client.sendPost("registered-models/create", "{\"name\": \"" + name + "\"}");
        for (int i = 1; i <= 2; i++) {
            client.sendPost(
                    "model-versions/create",
                    "{\"name\": \"%s\", \"source\": \"%s/model\", \"run_id\": \"%s\"}"
                            .formatted(name, run.getArtifactUri(), run.getRunId()));
            client.sendPost(
                    "model-versions/transition-stage",
                    "{\"name\": \"%s\", \"version\": \"%d\", \"stage\": \"Production\", \"archive_existing_versions\": true}"
                            .formatted(name, i));
        }
        assertThat(client.getLatestVersions(name, List.of("Production")))
                .singleElement()
                .extracting(ModelVersion::getVersion)
                .isEqualTo("2");
        assertThat(client.getModelVersion(name, "1").getCurrentStage()).isEqualTo("Archived");
        assertThat(client.getModelVersionDownloadUri(name, "2"))
                .isEqualTo(run.getArtifactUri() + "/model");
        assertThat(client.getRegisteredModel(name).getLatestVersionsList())
                .extracting(ModelVersion::getCurrentStage)
                .containsExactly("Production", "Archived");
        assertThat(client.searchModelVersions("name = '" + name + "'").getItems()).hasSize(2);

        client.sendPost(
                "registered-models/alias",
                "{\"name\": \"%s\", \"alias\": \"champion\", \"version\": \"1\"}".formatted(name));
        String champion =
                client.sendGet("registered-models/alias?name=" + name + "&alias=champion");
        assertThat(champion).contains("\"version\":\"1\"");
        assertThat(client.sendGet("registered-models/search?filter=name%3D'" + name + "'"))
                .contains("champion");
        client.sendPatch(
                "registered-models/update",
                "{\"name\": \"%s\", \"description\": \"told\"}".formatted(name));
        assertThat(client.getRegisteredModel(name).getDescription()).isEqualTo("told");
    }

    @Test
    void runsAreNestedAndHaveDatasets() throws Exception {
        String experiment = client.createExperiment(unique("nested-"));
        String parent = client.createRun(experiment).getRunId();
        String child = client.createRun(experiment).getRunId();
        client.setTag(child, "mlflow.parentRunId", parent);
        assertThat(
                        client.searchRuns(
                                        List.of(experiment),
                                        "tags.mlflow.parentRunId = '" + parent + "'",
                                        ViewType.ACTIVE_ONLY,
                                        10)
                                .getItems())
                .extracting(run -> run.getInfo().getRunId())
                .containsExactly(child);

        client.sendPost(
                "runs/log-inputs",
                """
                {"run_id": "%s", "datasets": [{"tags": [{"key": "mlflow.data.context", "value": "training"}],
                "dataset": {"name": "iris", "digest": "d1", "source_type": "local", "source": "{}"}}]}
                """
                        .formatted(child));
        assertThat(client.getRun(child).getInputs().getDatasetInputsList())
                .singleElement()
                .satisfies(
                        input -> {
                            assertThat(input.getDataset().getName()).isEqualTo("iris");
                            assertThat(input.getTags(0).getValue()).isEqualTo("training");
                        });
    }

    @Test
    void webhooksAreKept() throws Exception {
        String body =
                """
                {"name": "java", "url": "https://127.0.0.1/hook", "status": "DISABLED",
                "events": [{"entity": "MODEL_VERSION", "action": "CREATED"}]}
                """;
        Matcher made =
                Pattern.compile("\"webhook_id\":\"([^\"]+)\"")
                        .matcher(client.sendPost("webhooks", body));
        assertThat(made.find()).isTrue();
        assertThat(client.sendGet("webhooks")).contains(made.group(1));
        client.sendPatch("webhooks/" + made.group(1), "{\"description\": \"told\"}");
        assertThat(client.sendGet("webhooks/" + made.group(1))).contains("told", "DISABLED");
        // This client has no DELETE: the Python clients' scripts delete theirs.
    }

    /** The client starts the Python client's command line. */
    @Test
    void artifactsGoUpAndDown(@TempDir Path folder) throws Exception {
        assumeTrue(System.getenv("TANDEM_PYTHON_3_18_0") != null, "no Python: run deploy/check");
        String run = client.createRun(client.createExperiment(unique("files-"))).getRunId();
        Path up = Files.createDirectories(folder.resolve("up/sub"));
        Files.writeString(up.resolve("b.txt"), "content");

        client.logArtifacts(run, folder.resolve("up").toFile(), "all");

        assertThat(client.downloadArtifacts(run, "all").toPath().resolve("sub/b.txt"))
                .content()
                .isEqualTo("content");
    }
}
