package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stock MLflow client that runs scripts of {@code src/test/python} as a process of its own. The
 * interpreters are those of the virtual environments that {@code deploy/check} makes.
 */
final class PythonClient {
    /** The releases that there are environments for. */
    static final List<String> RELEASES = List.of("2.8.1", "2.22.5", "3.6.0", "3.18.0");

    private static final int PATIENCE_SECONDS = 300;

    private PythonClient() {}

    /**
     * Runs scripts in turn; all must end well.
     *
     * @param folder where the client may leave files
     * @param environment what the scripts read, beside what is the same for all
     */
    static void run(
            String release, List<String> scripts, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        String python = System.getenv("TANDEM_PYTHON_" + release.replace('.', '_'));
        assumeTrue(python != null, "no Python with mlflow " + release + ": run deploy/check");
        List<String> command = new ArrayList<>();
        command.add(python);
        command.add(Checkout.root().resolve("deploy/e2e/src/test/python/journey.py").toString());
        command.addAll(scripts);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                // Which packages a model needs is not what is tested, and takes
                                // long.
                                "MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT", "1",
                                "MLFLOW_DISABLE_TELEMETRY", "true",
                                "DO_NOT_TRACK", "true",
                                "PYTHONWARNINGS", "ignore",
                                "GIT_PYTHON_REFRESH", "quiet",
                                "PYTHONDONTWRITEBYTECODE", "1"));
        builder.environment().putAll(environment);
        builder.directory(Files.createTempDirectory(folder, "client").toFile())
                .redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(scripts.stream().map(s -> "OK " + s).toList());
    }
}
