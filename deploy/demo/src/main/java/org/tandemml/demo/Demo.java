package org.tandemml.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.tracking.MlflowClientException;

/**
 * The main job on real data: trains two models, logs and registers them, promotes one, asks it,
 * sends a bad request, and promotes the other while requests go on.
 */
public final class Demo {
    private static final String MODEL = "breast-cancer";
    private static final String ARTIFACT_PATH = "model";
    private static final String TRAINER_TAG = "demo.trainer";
    private static final double TRAIN_SHARE = 0.7;
    private static final long SEED = 7;
    private static final long REQUESTS_BEFORE_AND_AFTER = 200;
    private static final double SAME = 1e-9;

    /** Kept, or its level would be forgotten. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private final Registry registry;
    private final Serving serving;
    private final Transcript transcript;
    private final Dataset.Split data = Dataset.breastCancer().split(TRAIN_SHARE, SEED);

    private Demo(Registry registry, Serving serving, Transcript transcript) {
        this.registry = registry;
        this.serving = serving;
        this.transcript = transcript;
    }

    /**
     * Runs the demo; exits with 1 if any step fails.
     *
     * @param arguments {@code --registry URL --serving URL}
     */
    public static void main(String[] arguments) {
        String registryUrl = "http://127.0.0.1:5000";
        String servingUrl = "http://127.0.0.1:8080";
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--registry" -> registryUrl = value;
                case "--serving" -> servingUrl = value;
                default -> usage();
            }
            if (!value.startsWith("http://") && !value.startsWith("https://")) {
                usage();
            }
        }
        TRIBUO.setLevel(Level.WARNING);
        try (Registry registry = new Registry(registryUrl)) {
            new Demo(registry, new Serving(servingUrl), new Transcript(System.out)).run();
        } catch (DemoException | MlflowClientException | IOException failed) {
            System.out.flush();
            System.err.println("demo: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static void usage() {
        System.err.println("demo: usage: --registry URL --serving URL");
        System.exit(2);
    }

    private void run() throws IOException {
        transcript.step("Data: Breast Cancer Wisconsin (Diagnostic), UCI, CC BY 4.0");
        transcript.say(
                "%d rows to train on, %d to test with, %d measurements",
                data.train().rows(), data.test().rows(), data.train().features().size());
        String experimentId = registry.experiment(MODEL);
        registry.registeredModel(MODEL, "Is a tumour malignant? Made by Tandem's demo.");
        ModelVersion first =
                version(experimentId, "tribuo-logistic-regression", TribuoTraining::train);
        ModelVersion second =
                version(experimentId, "pmml-logistic-regression", PmmlTraining::train);
        promoteFirst(first);
        predict(first);
        sendBadRequest();
        swap(first, second);
        scoreTestData(second);
        transcript.end("All steps done.");
    }

    /** Trains, logs and registers, unless an earlier run of the demo has done it. */
    private ModelVersion version(
            String experimentId, String trainer, Function<Dataset.Split, TrainedModel> training)
            throws IOException {
        Optional<ModelVersion> earlier = registry.find(MODEL, TRAINER_TAG, trainer);
        if (earlier.isPresent()) {
            ModelVersion version = earlier.get();
            transcript.step("Found %s, version %s".formatted(trainer, version.getVersion()));
            Map<String, Double> metrics = registry.metrics(version.getRunId());
            transcript.say("run %s", version.getRunId());
            transcript.say(
                    "test accuracy %.4f, AUC %.4f",
                    metrics.getOrDefault("test_accuracy", Double.NaN),
                    metrics.getOrDefault("test_auc", Double.NaN));
            showVersion(version);
            return version;
        }
        transcript.step("Train, log and register " + trainer);
        TrainedModel model = training.apply(data);
        Evaluation evaluation = Evaluation.of(data.test().malignant(), model.probabilities());
        RunInfo run = registry.startRun(experimentId, trainer);
        registry.log(run.getRunId(), model.params(), Map.of("data", "breast-cancer.csv"));
        registry.logSteps(run.getRunId(), "train_log_loss", model.lossBySteps());
        registry.logMetric(run.getRunId(), "test_accuracy", evaluation.accuracy());
        registry.logMetric(run.getRunId(), "test_auc", evaluation.auc());
        registry.logMetric(run.getRunId(), "test_log_loss", evaluation.logLoss());
        String source = uploadModel(run, model);
        registry.finish(run.getRunId());
        transcript.say("run %s with parameters, metrics and a model folder", run.getRunId());
        transcript.say("test accuracy %.4f, AUC %.4f", evaluation.accuracy(), evaluation.auc());
        ModelVersion version =
                registry.register(MODEL, source, run.getRunId(), Map.of(TRAINER_TAG, trainer));
        transcript.say("registered as version %s", version.getVersion());
        showVersion(version);
        return version;
    }

    private String uploadModel(RunInfo run, TrainedModel model) throws IOException {
        Path folder = Files.createTempDirectory("tandem-demo");
        try {
            ModelFolder.write(folder, model, ARTIFACT_PATH, run.getRunId(), data.test());
            return registry.upload(run, folder, ARTIFACT_PATH);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void showVersion(ModelVersion version) {
        transcript.command(
                "curl '%s/api/2.0/mlflow/runs/get?run_id=%s'"
                        .formatted(registry.url(), version.getRunId()));
        transcript.command(
                "curl '%s/api/2.0/mlflow/model-versions/get?name=%s&version=%s'"
                        .formatted(registry.url(), MODEL, version.getVersion()));
    }

    private void promoteFirst(ModelVersion version) {
        transcript.step("Promote version " + version.getVersion() + " to Production");
        promote(version);
        serving.await(MODEL, version.getVersion(), body(0));
        transcript.say("models:/%s/Production is served", MODEL);
    }

    private void promote(ModelVersion version) {
        transcript.command(
                ("curl -X POST %s/api/2.0/mlflow/model-versions/transition-stage"
                                + " -H 'Content-Type: application/json' -d '%s'")
                        .formatted(
                                registry.url(), Registry.promotion(MODEL, version.getVersion())));
        registry.promote(MODEL, version.getVersion());
    }

    private void predict(ModelVersion version) {
        transcript.step("Ask for a prediction");
        Serving.Answer answer = serving.predict(MODEL, body(0));
        transcript.command(
                ("curl -s '%s/get-artifact?run_id=%s&path=%s/serving_input_example.json'"
                                + " | curl -s -i %s -H 'Content-Type: application/json' -d @-")
                        .formatted(
                                registry.url(),
                                version.getRunId(),
                                ARTIFACT_PATH,
                                serving.invocations(MODEL)));
        transcript.say("%s answers %s", answer.model(), answer.body());
        transcript.say("the diagnosis in the data is '%s'", data.test().label(0));
    }

    private void sendBadRequest() {
        transcript.step("Send a bad request: two cells are no numbers, one has no value");
        List<@Nullable Object> row = new ArrayList<>(ModelFolder.rows(data.test(), 0, 1).get(0));
        row.set(0, "large");
        row.set(3, true);
        List<String> columns = new ArrayList<>(data.test().features());
        String missing = columns.remove(columns.size() - 1);
        row.remove(row.size() - 1);
        String body = Json.split(columns, List.of(row)).toString();
        transcript.command(
                "curl -s %s -H 'Content-Type: application/json' -d '%s'"
                        .formatted(serving.invocations(MODEL), body));
        Serving.Answer answer = serving.predict(MODEL, body);
        transcript.say("%d %s", answer.status(), answer.body());
        for (String name : List.of(columns.get(0), columns.get(3), missing)) {
            if (answer.status() != 400 || !names(answer, name)) {
                throw new DemoException(
                        "The bad request should be refused and '%s' be named".formatted(name));
            }
        }
    }

    private static boolean names(Serving.Answer answer, String column) {
        for (var violation : answer.json().path("violations")) {
            if (violation.path("column").asText().equals(column)) {
                return true;
            }
        }
        return false;
    }

    private void swap(ModelVersion first, ModelVersion second) {
        transcript.step("Promote version %s while requests go on".formatted(second.getVersion()));
        List<String> bodies = new ArrayList<>();
        for (int row = 0; row < data.test().rows(); row++) {
            bodies.add(body(row));
        }
        HotSwap requests = new HotSwap(serving, MODEL, bodies);
        requests.start();
        awaitAnswers(requests, first);
        promote(second);
        awaitAnswers(requests, second);
        Map<String, Long> counts = requests.stop();
        transcript.say("answers by version: %s; none failed", counts);
    }

    private static void awaitAnswers(HotSwap requests, ModelVersion version) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (requests.answers(version.getVersion()) < REQUESTS_BEFORE_AND_AFTER) {
            Pause.orGiveUp(deadline, "answers of version " + version.getVersion());
        }
    }

    /** The answers of serving must be the answers of the trainer, row by row. */
    private void scoreTestData(ModelVersion version) {
        transcript.step("Score the test data through serving");
        String body =
                Json.split(
                                data.test().features(),
                                ModelFolder.rows(data.test(), 0, data.test().rows()))
                        .toString();
        Serving.Answer answer = serving.await(MODEL, version.getVersion(), body);
        double[] served = new double[data.test().rows()];
        for (int row = 0; row < served.length; row++) {
            served[row] =
                    answer.json()
                            .path("predictions")
                            .path(row)
                            .path("probabilities")
                            .path(Dataset.MALIGNANT)
                            .asDouble(Double.NaN);
        }
        Evaluation evaluation = Evaluation.of(data.test().malignant(), served);
        double logged =
                registry.metrics(version.getRunId()).getOrDefault("test_accuracy", Double.NaN);
        transcript.say(
                "%s: accuracy %.4f, AUC %.4f; its run logged accuracy %.4f",
                answer.model(), evaluation.accuracy(), evaluation.auc(), logged);
        if (!(Math.abs(evaluation.accuracy() - logged) < SAME)) {
            throw new DemoException("Serving and the trainer disagree");
        }
    }

    private String body(int row) {
        return Json.split(data.test().features(), ModelFolder.rows(data.test(), row, row + 1))
                .toString();
    }
}
