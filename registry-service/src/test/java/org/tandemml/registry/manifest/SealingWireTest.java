package org.tandemml.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tandemml.artifact.Sha256;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** What registering does to the files of a version. */
@QuarkusTest
class SealingWireTest {
    @Inject Sql sql;

    @ConfigProperty(name = "tandem.home")
    Path home;

    private SealedModel model;

    @BeforeEach
    void twoFiles() {
        model = new SealedModel();
        model.upload("MLmodel", "flavors: {}").ok();
        model.upload("data/model.bin", "0123456789").ok();
    }

    private Path onDisk(String file) {
        return home.resolve("artifacts").resolve(model.folder()).resolve(file);
    }

    private static String sha256(String content) {
        return Sha256.of(Sha256.computation().digest(content.getBytes(StandardCharsets.UTF_8)))
                .hex();
    }

    @Test
    void aSmallFolderIsSealedWhenItsVersionIsAnswered() {
        String version = model.ready();

        Answer manifest = model.manifest(version).ok();
        assertThat(manifest.at("/name")).isEqualTo(model.name);
        assertThat(manifest.at("/version")).isEqualTo(version);
        assertThat(manifest.at("/total_size")).isEqualTo("21");
        assertThat(manifest.json().at("/files")).hasSize(2);
        assertThat(manifest.at("/files/0/path")).isEqualTo("MLmodel");
        assertThat(manifest.at("/files/0/sha256")).isEqualTo(sha256("flavors: {}"));
        assertThat(manifest.at("/files/1/path")).isEqualTo("data/model.bin");
        assertThat(manifest.at("/files/1/size")).isEqualTo("10");
        assertThat(manifest.at("/digest"))
                .isEqualTo(
                        "sha256:"
                                + sha256(
                                        sha256("flavors: {}")
                                                + " 11 MLmodel\n"
                                                + sha256("0123456789")
                                                + " 10 data/model.bin\n"));
    }

    @Test
    void sealedFilesStayAsTheyAre() {
        String version = model.ready();

        model.refused(model.upload("MLmodel", "other"), version);
        model.refused(model.upload("new", "file"), version);
        model.refused(model.upload("empty", ""), version);
        model.refused(model.uploadByUi("MLmodel", "other"), version);
        model.refused(model.uploadTo(model.folder(), "a file in place of the folder"), version);
        model.refused(model.delete(model.folder() + "/MLmodel"), version);
        model.refused(model.delete(model.folder() + "/data"), version);
        model.refused(model.delete(model.folder()), version);
        model.refused(model.delete(model.artifacts), version);
        model.refused(
                model.delete(model.artifacts.substring(0, model.artifacts.indexOf('/'))), version);
        assertThat(model.read("MLmodel")).isEqualTo("flavors: {}");
        assertThat(model.read("data/model.bin")).isEqualTo("0123456789");
    }

    @Test
    void whatIsBesideASealedFolderIsOpen() {
        model.ready();

        model.uploadTo(model.folder() + "2/MLmodel", "x").ok();
        model.uploadTo(model.folder() + "-plot.png", "x").ok();
        model.uploadTo(model.artifacts + "/note.txt", "x").ok();
        model.delete(model.folder() + "2").ok();
        model.delete(model.artifacts + "/note.txt").ok();
    }

    @Test
    void aFolderCanBeRegisteredAgain() {
        String first = model.ready();
        String second = model.ready();

        assertThat(model.manifest(second).ok().at("/digest"))
                .isEqualTo(model.manifest(first).ok().at("/digest"));
        model.deleteVersion(first);
        model.refused(model.upload("MLmodel", "other"), second);
        model.manifest(second).ok();
    }

    @Test
    void theSealGoesWithTheLastVersion() {
        String first = model.ready();
        String before = model.manifest(first).ok().at("/digest");
        model.deleteVersion(first);

        model.upload("MLmodel", "flavors: {x: {}}").ok();
        String second = model.ready();
        assertThat(model.manifest(second).ok().at("/digest")).isNotEqualTo(before);

        model.deleteModel();
        model.delete(model.artifacts).ok();
    }

    @Test
    void aFolderAroundASealedOneIsSealedOnItsOwn() {
        String inner = model.ready();
        Answer outer = model.register("runs:/" + model.run);
        assertThat(outer.ok().at("/model_version/status")).isEqualTo("READY");
        String all = outer.at("/model_version/version");

        assertThat(model.manifest(all).ok().at("/files/0/path")).isEqualTo("model/MLmodel");
        model.refused(model.uploadTo(model.artifacts + "/note.txt", "x"), all);
        model.deleteVersion(all);
        model.uploadTo(model.artifacts + "/note.txt", "x").ok();
        model.refused(model.upload("MLmodel", "x"), inner);
    }

    @Test
    void theStoresOwnNameForAFolderIsTheSameFolder() {
        String source = onDisk("MLmodel").getParent().toUri().toString().replaceFirst("/$", "");
        String other = new TrackingWire(new MlflowWire()).runOf(model.name + "-other");

        model.register(source).invalid("artifact folder");
        model.register(source, other).invalid("run_id");
        model.register(source.replace(model.run, other), model.run).invalid("run_id");
        Answer created = model.register(source, model.run).ok();
        assertThat(created.at("/model_version/status")).isEqualTo("READY");
        model.refused(model.upload("MLmodel", "other"), created.at("/model_version/version"));
    }

    @Test
    void oneFileCanBeAVersion() {
        Answer created = model.register("runs:/" + model.run + "/model/MLmodel");
        assertThat(created.ok().at("/model_version/status")).isEqualTo("READY");
        String version = created.at("/model_version/version");

        assertThat(model.manifest(version).ok().at("/files/0/path")).isEqualTo("MLmodel");
        model.refused(model.upload("MLmodel", "other"), version);
        model.upload("data/model.bin", "other").ok();
    }

    @Test
    void whatHasNoFilesHereIsReadyWithoutAManifest() {
        for (String source :
                new String[] {
                    "s3://bucket/model", "runs:/elsewhere/model", "runs:/" + model.run + "/nothing"
                }) {
            Answer created = model.register(source);
            assertThat(created.ok().at("/model_version/status")).isEqualTo("READY");
            String version = created.at("/model_version/version");
            requireProblem(model.manifest(version), 404, "RESOURCE_DOES_NOT_EXIST", "no manifest");
        }
        model.uploadTo(model.artifacts + "/nothing/file", "x").ok();
    }

    @Test
    void filesThatWereChangedBehindTheSealAreNotRegisteredAgain() throws IOException {
        String first = model.ready();
        Files.writeString(onDisk("data/model.bin"), "0123456780");

        Answer second = model.register().ok();
        assertThat(second.at("/model_version/status")).isEqualTo("FAILED_REGISTRATION");
        assertThat(second.at("/model_version/status_message"))
                .contains("file 'data/model.bin' has other bytes");
        String failed = second.at("/model_version/version");
        requireProblem(model.manifest(failed), 404, "RESOURCE_DOES_NOT_EXIST", "no manifest");
        assertThat(model.get(first).at("/model_version/status")).isEqualTo("READY");

        Files.writeString(onDisk("extra"), "x");
        Files.writeString(onDisk("data/model.bin"), "0123456789");
        assertThat(model.register().at("/model_version/status_message"))
                .contains("file 'extra' is new");
        Files.delete(onDisk("extra"));
        Files.delete(onDisk("MLmodel"));
        assertThat(model.register().at("/model_version/status_message"))
                .contains("file 'MLmodel' is missing");
        Files.writeString(onDisk("MLmodel"), "flavors: {}");
        model.ready();
    }

    /** As a process leaves it that is killed between the commit and the reading of the files. */
    @Test
    void whatAKilledProcessLeftIsTakenUp() throws InterruptedException {
        String version = model.ready();
        String digest = model.manifest(version).at("/digest");
        sql.update(
                "UPDATE model_versions SET status = 'PENDING_REGISTRATION' FROM manifests f"
                        + " WHERE f.manifest_id = model_versions.manifest_id AND f.folder = ?",
                model.folder());
        requireProblem(model.manifest(version), 409, "RESOURCE_CONFLICT", "READY");
        sql.update(
                "DELETE FROM manifest_files WHERE manifest_id ="
                        + " (SELECT manifest_id FROM manifests WHERE folder = ?)",
                model.folder());
        sql.update(
                "UPDATE manifests SET digest = NULL, sealed_time = NULL, pending = true, claim = ?,"
                        + " claimed_until = clock_timestamp() WHERE folder = ?",
                UUID.randomUUID(),
                model.folder());

        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!model.get(version).at("/model_version/status").equals("READY")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
        assertThat(model.manifest(version).ok().at("/digest")).isEqualTo(digest);
    }

    private static void requireProblem(Answer answer, int status, String errorCode, String detail) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.at("/status")).isEqualTo(Integer.toString(status));
        assertThat(answer.at("/error_code")).isEqualTo(errorCode);
        assertThat(answer.at("/detail")).contains(detail);
    }
}
