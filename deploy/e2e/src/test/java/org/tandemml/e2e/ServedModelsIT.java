package org.tandemml.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of all of MLflow's flavors that are served, logged and promoted by stock clients: serving
 * answers what {@code mlflow.pyfunc} answers in the same script.
 */
class ServedModelsIT {
    @TempDir static Path folder;

    private static Service registry;
    private static Service serving;

    @BeforeAll
    static void start() throws Exception {
        registry = Service.registry(folder.resolve("registry"), Map.of());
        serving =
                Service.serving(
                        folder.resolve("serving"),
                        registry,
                        Map.of("TANDEM_SERVING_POLL_INTERVAL", "200ms"));
    }

    @AfterAll
    static void stop() {
        serving.close();
        registry.close();
    }

    static List<String> releases() {
        return PythonClient.RELEASES;
    }

    @ParameterizedTest(name = "mlflow {0}")
    @MethodSource("releases")
    @Execution(ExecutionMode.CONCURRENT)
    void answersWhatPyfuncAnswers(String release) throws Exception {
        PythonClient.run(
                release,
                List.of("served_models.py"),
                Map.of(
                        "MLFLOW_TRACKING_URI", registry.url().toString(),
                        "TANDEM_TEST_SERVING_URL", serving.url().toString()),
                folder);
    }
}
