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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.e2e.Backends.Stores;

/**
 * The scripts of {@code src/test/python}, run by stock MLflow clients as processes of their own.
 * The interpreters are those of the virtual environments that {@code deploy/check} makes.
 */
@ExtendWith(SharedBackends.class)
class PythonClientIT {
    private static final List<String> RELEASES = List.of("2.8.1", "2.22.5", "3.6.0", "3.18.0");
    private static final List<String> OF_ALL = List.of("tracking.py", "models.py", "autolog.py");
    private static final List<String> SINCE_3 = List.of("logged_models.py", "prompts.py");
    private static final List<String> OF_THE_NEWEST = List.of("webhooks.py", "large.py");

    /** Scripts that start clients of their own take long: each runs once with a release. */
    private static final Map<String, Stores> COMMAND_LINE =
            Map.of("2.8.1", Stores.DISK_AND_EMBEDDED, "3.18.0", Stores.S3_AND_EXTERNAL);

    private static final Map<String, Stores> TRACES =
            Map.of("3.6.0", Stores.S3_AND_EXTERNAL, "3.18.0", Stores.DISK_AND_EMBEDDED);

    @TempDir static Path folder;

    private static Backends backends;

    @BeforeAll
    static void start(Backends shared) {
        backends = shared;
    }

    static Stream<Arguments> journeys() {
        return RELEASES.stream()
                .flatMap(
                        release ->
                                Stream.of(Stores.values())
                                        .map(stores -> Arguments.of(release, stores)));
    }

    @ParameterizedTest(name = "mlflow {0} on {1}")
    @MethodSource("journeys")
    @Execution(ExecutionMode.CONCURRENT)
    void scriptsEndWell(String release, Stores stores) throws Exception {
        String python = System.getenv("TANDEM_PYTHON_" + release.replace('.', '_'));
        assumeTrue(python != null, "no Python with mlflow " + release + ": run deploy/check");
        List<String> scripts = scripts(release, stores);

        Result result = run(python, scripts, stores);

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).contains(scripts.stream().map(s -> "OK " + s).toList());
    }

    private static List<String> scripts(String release, Stores stores) {
        List<String> scripts = new ArrayList<>(OF_ALL);
        if (release.startsWith("3.")) {
            scripts.addAll(SINCE_3);
        }
        if (release.equals("3.18.0")) {
            scripts.addAll(OF_THE_NEWEST);
        }
        if (stores == COMMAND_LINE.get(release)) {
            scripts.add("command_line.py");
        }
        if (stores == TRACES.get(release)) {
            scripts.add("traces.py");
        }
        return scripts;
    }

    private record Result(int exit, String output) {}

    private static Result run(String python, List<String> scripts, Stores stores)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(python);
        command.add(Checkout.root().resolve("deploy/e2e/src/test/python/journey.py").toString());
        command.addAll(scripts);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "MLFLOW_TRACKING_URI", backends.on(stores).url().toString(),
                                "TANDEM_TEST_STORES", stores.name(),
                                // Which packages a model needs is not what is tested, and takes
                                // long.
                                "MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT", "1",
                                "MLFLOW_DISABLE_TELEMETRY", "true",
                                "DO_NOT_TRACK", "true",
                                "PYTHONWARNINGS", "ignore",
                                "GIT_PYTHON_REFRESH", "quiet",
                                "PYTHONDONTWRITEBYTECODE", "1"));
        builder.directory(Files.createTempDirectory(folder, "client").toFile())
                .redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), output);
    }
}
