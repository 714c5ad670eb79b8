package org.tandemml.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * The registry, by the stock MLflow Java client. That client has no call for creating models and
 * versions, so those go through its {@code sendPost}; and its artifact calls start a Python
 * process, so files are sent to the artifact proxy by HTTP, as that process would.
 */
final class Registry implements AutoCloseable {
    private static final String PROXY_SCHEME = "mlflow-artifacts";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final MlflowClient client;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Registry(String url) {
        this.url = url;
        this.client = new MlflowClient(url);
    }

    String url() {
        return url;
    }

    /** The id of an experiment, which is made unless it is there. */
    String experiment(String name) {
        // By search: the client tries a 404 three times before it believes it.
        return client.searchExperiments("name = '%s'".formatted(name)).getItems().stream()
                .map(Experiment::getExperimentId)
                .findFirst()
                .orElseGet(() -> client.createExperiment(name));
    }

    RunInfo startRun(String experimentId, String name) {
        return client.createRun(
                CreateRun.newBuilder()
                        .setExperimentId(experimentId)
                        .setRunName(name)
                        .setStartTime(System.currentTimeMillis())
                        .build());
    }

    void log(String runId, Map<String, String> params, Map<String, String> tags) {
        client.logBatch(
                runId,
                List.of(),
                params.entrySet().stream()
                        .map(p -> Param.newBuilder().setKey(p.getKey()).setValue(p.getValue()))
                        .map(Param.Builder::build)
                        .toList(),
                tags.entrySet().stream()
                        .map(t -> RunTag.newBuilder().setKey(t.getKey()).setValue(t.getValue()))
                        .map(RunTag.Builder::build)
                        .toList());
    }

    void logSteps(String runId, String metric, List<Double> values) {
        List<Metric> metrics = new ArrayList<>();
        for (int step = 0; step < values.size(); step++) {
            metrics.add(
                    Metric.newBuilder()
                            .setKey(metric)
                            .setValue(values.get(step))
                            .setStep(step)
                            .setTimestamp(System.currentTimeMillis())
                            .build());
        }
        client.logBatch(runId, metrics, List.of(), List.of());
    }

    void logMetric(String runId, String metric, double value) {
        client.logMetric(runId, metric, value);
    }

    void finish(String runId) {
        client.setTerminated(runId);
    }

    /** A run's metrics, the last value of each. */
    Map<String, Double> metrics(String runId) {
        Run run = client.getRun(runId);
        return run.getData().getMetricsList().stream()
                .collect(
                        Collectors.toMap(
                                Metric::getKey, Metric::getValue, (older, newer) -> newer));
    }

    /**
     * Sends a folder's files to a run.
     *
     * @return where the folder is now
     */
    String upload(RunInfo run, Path folder, String artifactPath) {
        URI root = URI.create(run.getArtifactUri());
        if (!PROXY_SCHEME.equals(root.getScheme())) {
            throw new DemoException(
                    "The registry keeps artifacts in %s; the demo sends them to its proxy only."
                            .formatted(root));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(root.getPath() + "/" + artifactPath + "/" + folder.relativize(file), file);
            }
        } catch (IOException unreadable) {
            throw new DemoException("Cannot read the model folder", unreadable);
        }
        return run.getArtifactUri() + "/" + artifactPath;
    }

    private void put(String path, Path file) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(url + "/api/2.0/mlflow-artifacts/artifacts" + path))
                        .timeout(PATIENCE)
                        .PUT(HttpRequest.BodyPublishers.ofFile(file))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new DemoException(
                        "The artifact proxy answered %d to %s: %s"
                                .formatted(answer.statusCode(), request.uri(), answer.body()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", interrupted);
        }
    }

    /** Makes the registered model unless it is there. */
    void registeredModel(String name, String description) {
        String filter = URLEncoder.encode("name = '%s'".formatted(name), StandardCharsets.UTF_8);
        String found = client.sendGet("registered-models/search?filter=" + filter);
        if (Json.parse(found).path("registered_models").isEmpty()) {
            client.sendPost(
                    "registered-models/create",
                    Json.object().put("name", name).put("description", description).toString());
        }
    }

    /** Registers a version and waits until it is ready. */
    ModelVersion register(String name, String source, String runId, Map<String, String> tags) {
        ObjectNode body =
                Json.object().put("name", name).put("source", source).put("run_id", runId);
        var list = body.putArray("tags");
        tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        String version =
                Json.parse(client.sendPost("model-versions/create", body.toString()))
                        .path("model_version")
                        .path("version")
                        .asText();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ModelVersion made = client.getModelVersion(name, version);
            switch (made.getStatus()) {
                case READY -> {
                    return made;
                }
                case FAILED_REGISTRATION ->
                        throw new DemoException(
                                "Version %s was not registered: %s"
                                        .formatted(version, made.getStatusMessage()));
                default -> Pause.orGiveUp(deadline, "version " + version + " to be ready");
            }
        }
    }

    /** The newest version with a tag. */
    Optional<ModelVersion> find(String name, String tag, String value) {
        return client.searchModelVersions("name = '%s'".formatted(name)).getItems().stream()
                .filter(
                        version ->
                                version.getTagsList().stream()
                                        .anyMatch(
                                                t ->
                                                        t.getKey().equals(tag)
                                                                && t.getValue().equals(value)))
                .max(Comparator.comparingInt(version -> Integer.parseInt(version.getVersion())));
    }

    /** Makes a version the only one in Production. */
    void promote(String name, String version) {
        client.sendPost("model-versions/transition-stage", promotion(name, version));
    }

    static String promotion(String name, String version) {
        return Json.object()
                .put("name", name)
                .put("version", version)
                .put("stage", "Production")
                .put("archive_existing_versions", true)
                .toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
