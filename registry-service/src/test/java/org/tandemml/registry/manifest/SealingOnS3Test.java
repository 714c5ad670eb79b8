package org.tandemml.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.artifact.ArtifactsOnS3Test;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.S3Surroundings;
import org.tandemml.registry.testing.TrackingWire;
import org.tandemml.testkit.FaultyLine;

/** Sealing where the artifacts are on an S3 server. */
@QuarkusTest
@TestProfile(ArtifactsOnS3Test.OnS3.class)
class SealingOnS3Test {
    private static final String MPU = "/api/2.0/mlflow-artifacts/mpu/";

    /** Set by {@link S3Surroundings}. */
    FaultyLine line;

    private final MlflowWire wire = new MlflowWire();
    private SealedModel model;

    @BeforeEach
    void twoFiles() {
        model = new SealedModel();
        model.upload("MLmodel", "flavors: {}").ok();
        model.upload("data/model.bin", "0123456789").ok();
    }

    @AfterEach
    void mend() throws IOException {
        line.mend();
    }

    @Test
    void noWayOfWritingReachesASealedFile() {
        Map<String, Object> late = Map.of("path", "late.bin", "num_parts", 1);
        Answer begun = wire.send("POST", MPU + "create/" + model.folder(), late).ok();
        String version = model.ready();

        assertThat(model.manifest(version).ok().at("/total_size")).isEqualTo("21");
        model.refused(model.upload("MLmodel", "other"), version);
        model.refused(model.delete(model.artifacts), version);
        model.refused(wire.send("POST", MPU + "create/" + model.folder(), late), version);
        Map<String, Object> parts =
                Map.of(
                        "path",
                        "late.bin",
                        "upload_id",
                        begun.at("/upload_id"),
                        "parts",
                        List.of(Map.of("part_number", 1, "etag", "x", "url", "http://x/")));
        model.refused(wire.send("POST", MPU + "complete/" + model.folder(), parts), version);
        assertThat(model.read("MLmodel")).isEqualTo("flavors: {}");
        model.deleteVersion(version);
        model.delete(model.artifacts).ok();
    }

    @Test
    void theBucketsOwnNameForAFolderIsTheSameFolder() {
        String other = new TrackingWire(wire).runOf(model.name + "-other");
        String source = S3Surroundings.ROOT + "/" + model.folder();

        model.register(source, other).invalid("run_id");
        model.register(S3Surroundings.ROOT + "/somewhere", model.run).invalid("artifact folder");
        Answer created = model.register(source, model.run).ok();
        assertThat(created.at("/model_version/status")).isEqualTo("READY");
        model.refused(model.upload("MLmodel", "x"), created.at("/model_version/version"));
        assertThat(model.register("s3://other-bucket/model").ok().at("/model_version/status"))
                .isEqualTo("READY");
    }

    @Test
    void aServerThatIsAwayOnlyDelaysReadiness() throws Exception {
        line.cut();
        Answer created = model.register().ok();
        assertThat(created.at("/model_version/status")).isEqualTo("PENDING_REGISTRATION");
        String version = created.at("/model_version/version");
        line.mend();

        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!model.get(version).at("/model_version/status").equals("READY")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
        assertThat(model.get(version).at("/model_version/status_message")).isEmpty();
        model.manifest(version).ok();
    }
}
