package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

/** Which sources a version may have, and where its files then are. */
@QuarkusTest
class ModelSourceWireTest {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final MlflowWire wire = new MlflowWire();
    private final int number = NEXT.incrementAndGet();
    private final String name = "src-" + number;
    private final String mine = String.format("a%031x", number);
    private final String yours = String.format("b%031x", number);
    private final String disk = String.format("c%031x", number);
    private final String logged = "m-" + mine;
    private final String root = "mlflow-artifacts:/src" + number;

    @Inject Sql sql;

    @BeforeEach
    void twoRunsALoggedModelAndARegisteredModel() {
        long experiment =
                sql.first(
                                "INSERT INTO experiments (name, artifact_location, creation_time,"
                                        + " last_update_time) VALUES (?, ?, 0, 0)"
                                        + " RETURNING experiment_id",
                                row -> row.getLong(1),
                                name,
                                root)
                        .orElseThrow();
        run(experiment, mine, root + "/" + mine + "/artifacts");
        run(experiment, yours, root + "/" + yours + "/artifacts");
        run(experiment, disk, "file:///data/" + disk + "/artifacts");
        sql.update(
                "INSERT INTO logged_models (model_id, experiment_id, name, artifact_location,"
                        + " creation_time, last_updated_time, status, source_run_id)"
                        + " VALUES (?, ?, 'model', ?, 0, 0, 'READY', ?)",
                logged,
                experiment,
                root + "/models/" + logged + "/artifacts",
                mine);
        wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    private void run(long experiment, String id, String artifactUri) {
        sql.update(
                "INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time,"
                        + " artifact_uri) VALUES (?, ?, 'run', '', 'RUNNING', 0, ?)",
                id,
                experiment,
                artifactUri);
    }

    private Answer create(String source, @Nullable String runId, @Nullable String modelId) {
        Map<String, Object> body = new HashMap<>(Map.of("name", name, "source", source));
        if (runId != null) {
            body.put("run_id", runId);
        }
        if (modelId != null) {
            body.put("model_id", modelId);
        }
        return wire.post("model-versions/create", body);
    }

    private void requireStored(Answer created, String source, String runId, String location) {
        assertThat(created.ok().at("/model_version/source")).isEqualTo(source);
        assertThat(created.at("/model_version/run_id")).isEqualTo(runId);
        String version = created.at("/model_version/version");
        assertThat(
                        wire.get(
                                        "model-versions/get-download-uri",
                                        Map.of("name", name, "version", version))
                                .at("/artifact_uri"))
                .isEqualTo(location);
    }

    @Test
    void aPlaceInAnObjectStoreIsKeptAsItIs() {
        requireStored(create("s3://b/m", null, null), "s3://b/m", "", "s3://b/m");
        requireStored(create("s3://b/m", "elsewhere", null), "s3://b/m", "elsewhere", "s3://b/m");
        requireStored(create("s3://b/m", null, logged), "s3://b/m", mine, "s3://b/m");
    }

    @Test
    void aRunUriIsResolved() {
        String source = "runs:/" + mine + "/model";
        String location = root + "/" + mine + "/artifacts/model";
        requireStored(create(source, mine, null), source, mine, location);
        requireStored(create(source, null, null), source, mine, location);
        String all = "runs:/" + mine;
        requireStored(create(all, null, null), all, mine, root + "/" + mine + "/artifacts");
        create(source, yours, null).invalid("run_id is '" + yours + "'");
        create(source, null, logged).invalid("models:/" + logged);
        create("runs:/" + mine + "/../x", null, null).invalid("relative part");
    }

    @Test
    void aRunUriOfAnotherServerIsKeptAsItIs() {
        requireStored(
                create("runs:/run_id/model", null, null),
                "runs:/run_id/model",
                "run_id",
                "runs:/run_id/model");
    }

    @Test
    void aModelUriIsResolvedWhenTheVersionIsCreated() {
        create("s3://b/1", "run1", null).ok();
        String first = "models:/" + name + "/1";
        requireStored(create(first, null, null), first, "run1", "s3://b/1");
        requireStored(
                create("models:/" + name + "/2", "run1", null),
                "models:/" + name + "/2",
                "run1",
                "s3://b/1");
        wire.post("registered-models/alias", Map.of("name", name, "alias", "best", "version", "1"))
                .ok();
        requireStored(create("models:/" + name + "@best", null, null), first, "run1", "s3://b/1");
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", name, "version", "1", "stage", "Production"))
                .ok();
        requireStored(
                create("models:/" + name + "/production", null, null), first, "run1", "s3://b/1");
        create(first, "run2", null).invalid("run_id is 'run2'");
        create(first, null, logged).invalid("model_id");
    }

    @Test
    void aModelUriThatNamesNothingIs404() {
        for (String source :
                List.of(
                        "models:/" + name + "/9",
                        "models:/none/1",
                        "models:/" + name + "@nobody",
                        "models:/" + name + "/latest")) {
            create(source, null, null).refused(404, "RESOURCE_DOES_NOT_EXIST", source);
        }
        create("models:/m-" + yours, null, null).notFound();
        create("models:/" + name, null, null).invalid("models:/");
        create("models:/" + name + "/Canary", null, null).invalid("Canary");
    }

    @Test
    void aLoggedModelIsResolvedAndToldOfItsVersion() {
        String source = "models:/" + logged;
        String location = root + "/models/" + logged + "/artifacts";
        requireStored(create(source, null, logged), source, mine, location);
        requireStored(create(source, mine, logged), source, mine, location);
        requireStored(create(source, null, null), source, mine, location);
        assertThat(
                        sql.first(
                                "SELECT value FROM logged_model_tags t"
                                        + " JOIN logged_models USING (model_number)"
                                        + " WHERE model_id = ? AND key = 'mlflow.modelVersions'",
                                row -> row.getString(1),
                                logged))
                .contains(
                        ("[{'name':'N','version':1},{'name':'N','version':2},"
                                        + "{'name':'N','version':3}]")
                                .replace('\'', '"')
                                .replace("N", name));
        create(source, yours, logged).invalid("run_id is '" + yours + "'");
        create(source, null, "m-" + yours).invalid("model_id is 'm-" + yours + "'");
        create("s3://b/m", null, "m-" + yours).notFound();
    }

    @Test
    void aTagThatSomebodyElseWroteDoesNotStopARegistration() {
        sql.update(
                "INSERT INTO logged_model_tags SELECT model_number, 'mlflow.modelVersions', '{no'"
                        + " FROM logged_models WHERE model_id = ?",
                logged);
        create("models:/" + logged, null, logged).ok();
    }

    @Test
    void proxiedFilesMustBelongToTheRunOrModelThatIsNamed() {
        String file = root + "/" + mine + "/artifacts/model";
        requireStored(create(file, mine, null), file, mine, file);
        requireStored(create(file, null, null), file, mine, file);
        create(file, yours, null).invalid("run_id is '" + yours + "'");
        create(file, "nobody", null).invalid("run_id");
        create(file, null, logged).invalid("model_id");
        String ofModel = root + "/models/" + logged + "/artifacts";
        requireStored(create(ofModel, null, logged), ofModel, mine, ofModel);
        requireStored(create(ofModel, mine, null), ofModel, mine, ofModel);
        create(ofModel, yours, null).invalid("run_id is '" + yours + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts:/",
                "mlflow-artifacts:/0",
                "ROOT",
                "ROOT/MINE",
                "ROOT/MINE/artifacts2/x",
                "ROOT/MINE/artifacts/../../YOURS/artifacts",
                "ROOT/MINE/artifacts/%2e%2e/x",
                "mlflow-artifacts:/elsewhere/MINE/artifacts/x",
                "mlflow-artifacts://host/MINE/artifacts/x",
                "/data/MINE/artifacts/x",
                "file:///data/MINE/artifacts/x",
                "model",
                "http://127.0.0.1/api/2.0/mlflow-artifacts/artifacts/x"
            })
    void placesOutsideOfAnArtifactFolderAreRefused(String pattern) {
        String source = pattern.replace("ROOT", root).replace("MINE", mine).replace("YOURS", yours);
        create(source, mine, null).invalid("Invalid model version source");
        create(source, null, null).invalid("Invalid model version source");
        create(source, null, logged).invalid("Invalid model version source");
    }

    @Test
    void aLocalPathNeedsItsRun() {
        String path = "/data/" + disk + "/artifacts/model";
        requireStored(create(path, disk, null), path, disk, path);
        requireStored(
                create("file://" + path, disk, null), "file://" + path, disk, "file://" + path);
        create(path, null, null).invalid("artifact folder");
        create(path, mine, null).invalid("run_id");
        create("/data/" + disk + "/artifactsX", disk, null).invalid("artifact folder");
        create("/etc/passwd", disk, null).invalid("artifact folder");
    }

    @Test
    void aPromptHasAPlaceholderForItsSource() {
        Map<String, Object> body = new HashMap<>(Map.of("name", name, "source", "dummy-source"));
        wire.post("model-versions/create", body).invalid("Invalid model version source");
        body.put("tags", List.of(Map.of("key", "mlflow.prompt.is_prompt", "value", "true")));
        wire.post("model-versions/create", body).ok();
        body.put("source", root + "/" + yours + "/artifacts");
        wire.post("model-versions/create", body).invalid("a prompt has no files");
        create("models:/" + name + "/1", null, null).invalid("it is a prompt");
    }
}
