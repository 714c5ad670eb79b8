package org.tandemml.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;
import org.tandemml.registry.testing.TrackingWire;

/** The artifacts of a run and of a model version, by run id and by name, and as files. */
@QuarkusTest
final class ArtifactWireTest {
    private final MlflowWire wire = new MlflowWire();
    private RawHttp http;
    private String run;

    @BeforeEach
    void newRun() throws IOException {
        http = new RawHttp(io.restassured.RestAssured.port);
        run = new TrackingWire(wire).runOf("artifacts-" + UUID.randomUUID());
        upload("model/MLmodel", "flavors: {}\n");
        upload("model/data/weights.bin", "0123456789");
        upload("notes.txt", "hello");
    }

    private void upload(String path, String text) throws IOException {
        RawHttp.Answer answer =
                http.send(
                        "POST",
                        "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + run + "&path=" + path,
                        text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private MlflowWire.Answer list(String path) {
        return wire.get("artifacts/list", Map.of("run_id", run, "path", path));
    }

    @Test
    void aFolderIsListedByPathsBelowTheRun() {
        Golden.assertMatches("artifacts/list-root", stable(list("")));
        Golden.assertMatches("artifacts/list-folder", stable(list("model")));
    }

    /** The experiment's number differs from run to run. */
    private static com.fasterxml.jackson.databind.JsonNode stable(MlflowWire.Answer answer) {
        return new MlflowWire.Answer(
                        answer.status(),
                        answer.ok()
                                .text()
                                .replaceFirst(
                                        "mlflow-artifacts:/[0-9]+/", "mlflow-artifacts:/<n>/"))
                .json();
    }

    @Test
    void aFileAndWhatIsNotThereAreListedAsNothing() {
        assertThat(list("notes.txt").ok().json().has("files")).isFalse();
        assertThat(list("absent").ok().json().has("files")).isFalse();
        assertThat(wire.get("artifacts/list", Map.of("run_uuid", run)).ok().json().has("files"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "model/../..", "/etc", "a\\b", "%2e%2e/x"})
    void pathsThatLeaveTheRunAreRefused(String path) {
        list(path).invalid("path");
    }

    @Test
    void aRunNobodyHasIsNotFound() {
        wire.get("artifacts/list", Map.of("run_id", "0".repeat(32))).notFound();
        wire.get("artifacts/list", Map.of()).invalid("run_id");
    }

    @Test
    void aFileIsDownloadedWholeInPartAndNotAgain() throws IOException {
        String target = "/get-artifact?run_uuid=" + run + "&path=model/data/weights.bin";
        RawHttp.Answer whole = http.send("GET", target);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(whole.header("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(whole.header("X-Content-Type-Options")).contains("nosniff");

        RawHttp.Answer part = http.send("GET", target, "Range: bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.header("Content-Range")).contains("bytes 2-4/10");

        String tag = whole.header("ETag").orElseThrow();
        assertThat(http.send("GET", target, "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(http.send("GET", "/get-artifact?run_id=" + run + "&path=absent").status())
                .isEqualTo(404);
        assertThat(http.send("GET", "/get-artifact?run_id=" + run).status()).isEqualTo(400);
    }

    @Test
    void aVersionsFileIsDownloaded() throws IOException {
        String name = "artifacts-" + UUID.randomUUID();
        String source = list("").ok().at("/root_uri") + "/model";
        wire.post("registered-models/create", Map.of("name", name)).ok();
        wire.post("model-versions/create", Map.of("name", name, "source", source, "run_id", run))
                .ok();
        String target = "/model-versions/get-artifact?name=" + name + "&version=1&path=";
        assertThat(http.send("GET", target + "MLmodel").text()).isEqualTo("flavors: {}\n");
        assertThat(http.send("GET", target + "absent").status()).isEqualTo(404);
        assertThat(http.send("GET", target + "../notes.txt").status()).isEqualTo(400);
        assertThat(
                        http.send(
                                        "GET",
                                        "/model-versions/get-artifact?name="
                                                + name
                                                + "&version=2&path=MLmodel")
                                .status())
                .isEqualTo(404);
    }

    @Test
    void anEmptyOrLargeUploadIsRefused() throws IOException {
        String target = "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + run + "&path=x";
        assertThat(http.send("POST", target).status()).isEqualTo(400);
        assertThat(http.send("POST", target, new byte[(10 << 20) + 1]).status())
                .isBetween(400, 413);
        assertThat(list("").ok().text()).doesNotContain("\"x\"");
    }
}
