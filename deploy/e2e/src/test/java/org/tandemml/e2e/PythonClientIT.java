package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts of {@code src/test/python}, run by stock MLflow clients as processes of their own.
 * The interpreters are those of the virtual environments that {@code deploy/check} makes.
 */
class PythonClientIT {
    @TempDir static Path folder;

    private static Service registry;

    @BeforeAll
    static void start() throws Exception {
        // The scripts receive webhooks on this machine.
        Map<String, String> settings =
                Map.of(
                        "TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS",
                        "true",
                        "TANDEM_WEBHOOK_ALLOWED_SCHEMES",
                        "http,https");
        registry = Service.registry(folder.resolve("home"), settings);
    }

    @AfterAll
    static void stop() throws Exception {
        registry.close();
    }

    @ParameterizedTest(name = "{1} with mlflow {0}")
    @CsvSource({
        "2.8.1,tracking.py",
        "3.18.0,tracking.py",
        "2.8.1,models.py",
        "3.18.0,models.py",
        "3.18.0,logged_models.py",
        "3.18.0,webhooks.py"
    })
    void scriptEndsWell(String release, String script) throws Exception {
        String python = System.getenv("TANDEM_PYTHON_" + release.replace('.', '_'));
        assumeTrue(python != null, "no Python with mlflow " + release + ": run deploy/check");

        Result result = run(python, script);

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).contains("OK " + script);
    }

    private record Result(int exit, String output) {}

    private static Result run(String python, String script)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        python,
                        Checkout.root().resolve("deploy/e2e/src/test/python/" + script).toString());
        builder.environment()
                .putAll(
                        Map.of(
                                "MLFLOW_TRACKING_URI", registry.url().toString(),
                                "MLFLOW_DISABLE_TELEMETRY", "true",
                                "DO_NOT_TRACK", "true",
                                "PYTHONWARNINGS", "ignore",
                                "GIT_PYTHON_REFRESH", "quiet",
                                "PYTHONDONTWRITEBYTECODE", "1"));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), output);
    }
}
