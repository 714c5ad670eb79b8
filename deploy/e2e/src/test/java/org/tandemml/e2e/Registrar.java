package org.tandemml.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Model folders sent to a registry's run and registered as versions, by REST. */
final class Registrar {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";

    private final Service registry;
    private final String runId;
    private final URI artifacts;

    Registrar(Service registry) throws IOException, InterruptedException, RefusedException {
        this.registry = registry;
        JsonNode run = post("runs/create", Map.of("experiment_id", "0")).path("run").path("info");
        this.runId = run.path("run_id").asText();
        this.artifacts = URI.create(run.path("artifact_uri").asText());
    }

    /** What the registry answered instead of doing what it was asked for. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String body) {
            super(status + " " + body);
            this.status = status;
        }

        boolean isServerError() {
            return status >= 500;
        }
    }

    /**
     * Sends files to a folder of the run.
     *
     * @param files by their paths inside of the folder, slashes between segments
     * @return the folder's URI
     */
    String upload(String folder, Map<String, Path> files)
            throws IOException, InterruptedException, RefusedException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String path = artifacts.getPath() + "/" + encoded(folder + "/" + file.getKey());
            answer(
                    HttpRequest.newBuilder(
                                    registry.url()
                                            .resolve("/api/2.0/mlflow-artifacts/artifacts" + path))
                            .PUT(HttpRequest.BodyPublishers.ofFile(file.getValue())));
        }
        return artifacts + "/" + folder;
    }

    /** Makes a registered model. */
    void create(String name) throws IOException, InterruptedException, RefusedException {
        post("registered-models/create", Map.of("name", name));
    }

    /** Registers an uploaded folder as the next version of a model and puts it in Production. */
    void promote(String name, String source)
            throws IOException, InterruptedException, RefusedException {
        String version =
                post(
                                "model-versions/create",
                                Map.of("name", name, "source", source, "run_id", runId))
                        .path("model_version")
                        .path("version")
                        .asText();
        post(
                "model-versions/transition-stage",
                Map.of(
                        "name",
                        name,
                        "version",
                        version,
                        "stage",
                        "Production",
                        "archive_existing_versions",
                        true));
    }

    private JsonNode post(String call, Map<String, ?> body)
            throws IOException, InterruptedException, RefusedException {
        return JSON.readTree(
                answer(
                        HttpRequest.newBuilder(registry.url().resolve(API + call))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                JSON.writeValueAsBytes(body)))));
    }

    private String answer(HttpRequest.Builder request)
            throws IOException, InterruptedException, RefusedException {
        HttpResponse<String> answer = registry.send(request);
        if (answer.statusCode() != 200) {
            throw new RefusedException(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private static String encoded(String path) {
        return Arrays.stream(path.split("/"))
                .map(s -> URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
