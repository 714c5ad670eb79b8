package org.tandemml.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** A registered model and a run with a folder {@code model} of its own, over the wire. */
final class SealedModel {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

    private final MlflowWire wire = new MlflowWire();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final String name = "sealed-" + NEXT.incrementAndGet();
    final String run = new TrackingWire(wire).runOf(name);

    /** Where the run keeps its artifacts, in the store. */
    final String artifacts =
            wire.get("runs/get", Map.of("run_id", run))
                    .ok()
                    .at("/run/info/artifact_uri")
                    .substring("mlflow-artifacts:/".length());

    SealedModel() {
        wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    /** The folder of its files, in the store. */
    String folder() {
        return artifacts + "/model";
    }

    /** Uploads a file of the model. */
    Answer upload(String file, String content) {
        return uploadTo(folder() + "/" + file, content);
    }

    Answer uploadTo(String path, String content) {
        return proxy("PUT", path, BodyPublishers.ofString(content));
    }

    Answer delete(String path) {
        return proxy("DELETE", path, BodyPublishers.noBody());
    }

    /** Reads a file of the model. */
    String read(String file) {
        return proxy("GET", folder() + "/" + file, BodyPublishers.noBody()).ok().text();
    }

    private Answer proxy(String method, String path, HttpRequest.BodyPublisher body) {
        return send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + RestAssured.port + PROXY + path))
                        .method(method, body)
                        .build());
    }

    /** Uploads through the call that MLflow's web UI uses. */
    Answer uploadByUi(String file, String content) {
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + RestAssured.port
                                                + "/ajax-api/2.0/mlflow/upload-artifact?run_uuid="
                                                + run
                                                + "&path=model/"
                                                + file))
                        .POST(BodyPublishers.ofString(content))
                        .build());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Makes a version of the folder. */
    Answer register() {
        return register("runs:/" + run + "/model");
    }

    Answer register(String source) {
        Map<String, Object> body = new HashMap<>(Map.of("name", name, "source", source));
        return wire.post("model-versions/create", body);
    }

    Answer register(String source, String runId) {
        return wire.post(
                "model-versions/create", Map.of("name", name, "source", source, "run_id", runId));
    }

    /** Makes a version, which must be ready in the answer. */
    String ready() {
        Answer created = register();
        assertThat(created.ok().at("/model_version/status")).as(created.text()).isEqualTo("READY");
        return created.at("/model_version/version");
    }

    Answer get(String version) {
        return wire.get("model-versions/get", Map.of("name", name, "version", version));
    }

    void deleteVersion(String version) {
        wire.delete("model-versions/delete", Map.of("name", name, "version", version)).ok();
    }

    void deleteModel() {
        wire.delete("registered-models/delete", Map.of("name", name)).ok();
    }

    Answer manifest(String version) {
        return wire.send(
                "GET",
                "/api/tandem/v1/registered-models/" + name + "/versions/" + version + "/manifest",
                null);
    }

    /** A change that must be refused because a version holds the files. */
    void refused(Answer answer, String version) {
        answer.refused(409, "RESOURCE_CONFLICT", "model version " + name + "/" + version);
    }
}
