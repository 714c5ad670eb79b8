package org.tandemml.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real MLflow server, as a process on a free port. */
final class MlflowServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;
    private final Path log;

    private MlflowServer(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /**
     * Starts a tracking server with a SQLite database in its own folder; {@link #awaitReady} says
     * when it answers.
     */
    static MlflowServer start(Path folder, String python, Map<String, String> settings)
            throws IOException {
        int port = Service.freePort();
        List<String> command =
                List.of(
                        python,
                        "-m",
                        "mlflow",
                        "server",
                        "--backend-store-uri",
                        "sqlite:///" + folder.resolve("mlflow.db"),
                        "--artifacts-destination",
                        folder.resolve("artifacts").toString(),
                        "--workers",
                        "1",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port));
        return start(folder, command, port, settings);
    }

    /** Starts the scoring server of {@code scoring.py}, which saves its models into a folder. */
    static MlflowServer scoring(Path folder, String python, Path models) throws IOException {
        int port = Service.freePort();
        Path script = Checkout.root().resolve("deploy/e2e/src/test/python/scoring.py");
        List<String> command =
                List.of(python, script.toString(), models.toString(), Integer.toString(port));
        return start(folder, command, port, Map.of("PYTHONWARNINGS", "ignore"));
    }

    private static MlflowServer start(
            Path folder, List<String> command, int port, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        // MLflow starts helpers by name: they must come from the same environment.
        String path = Path.of(command.get(0)).getParent() + ":" + System.getenv("PATH");
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH", path,
                                "MLFLOW_DISABLE_TELEMETRY", "true",
                                "DO_NOT_TRACK", "true",
                                "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                                "GIT_PYTHON_REFRESH", "quiet",
                                "PYTHONDONTWRITEBYTECODE", "1"));
        builder.environment().putAll(settings);
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new MlflowServer(builder.start(), URI.create("http://127.0.0.1:" + port), log);
    }

    MlflowServer awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(url.resolve("/version"))
                                .timeout(Duration.ofSeconds(10))
                                .build();
                if (HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return this;
                }
            } catch (IOException notYet) {
                // It does not listen yet; the loop ends at the deadline.
            }
            Thread.sleep(100);
        }
        throw new IOException("mlflow server is not ready: " + Files.readString(log));
    }

    URI url() {
        return url;
    }

    /** Ends the server and the workers that it started. */
    @Override
    public void close() {
        var workers = process.descendants().toList();
        process.destroy();
        workers.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
