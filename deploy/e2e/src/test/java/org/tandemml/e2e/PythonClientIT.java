package org.tandemml.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** The scripts of {@code src/test/python} that need a registry, on each pair of stores. */
@ExtendWith(SharedBackends.class)
class PythonClientIT {
    private static final List<String> OF_ALL = List.of("tracking.py", "models.py", "autolog.py");
    private static final List<String> SINCE_3 = List.of("logged_models.py", "prompts.py");
    private static final List<String> OF_THE_NEWEST = List.of("large.py");

    /** Scripts that start clients of their own take long: each runs once with a release. */
    private static final Map<String, Stores> COMMAND_LINE =
            Map.of("2.8.1", Stores.DISK_AND_EMBEDDED, "3.18.0", Stores.S3_AND_EXTERNAL);

    private static final Map<String, Stores> TRACES =
            Map.of("3.6.0", Stores.S3_AND_EXTERNAL, "3.18.0", Stores.DISK_AND_EMBEDDED);

    /** Those whose clients have the calls. */
    private static final List<String> WITH_WEBHOOKS = List.of("3.6.0", "3.18.0");

    @TempDir static Path folder;

    private static Backends backends;

    @BeforeAll
    static void start(Backends shared) {
        backends = shared;
    }

    static Stream<Arguments> journeys() {
        return onAllStores(PythonClient.RELEASES);
    }

    static Stream<Arguments> journeysWithWebhooks() {
        return onAllStores(WITH_WEBHOOKS);
    }

    private static Stream<Arguments> onAllStores(List<String> releases) {
        return releases.stream()
                .flatMap(
                        release ->
                                Stream.of(Stores.values())
                                        .map(stores -> Arguments.of(release, stores)));
    }

    @ParameterizedTest(name = "mlflow {0} on {1}")
    @MethodSource("journeys")
    @Execution(ExecutionMode.CONCURRENT)
    void scriptsEndWell(String release, Stores stores) throws Exception {
        run(release, stores, scripts(release, stores));
    }

    /**
     * One after the other: each expects to find no webhooks but its own on its registry, and the
     * older client cannot read those that only the newer one knows.
     */
    @ParameterizedTest(name = "webhooks of mlflow {0} on {1}")
    @MethodSource("journeysWithWebhooks")
    @Execution(ExecutionMode.SAME_THREAD)
    void webhooksAreSentAndSigned(String release, Stores stores) throws Exception {
        run(release, stores, List.of("webhooks.py"));
    }

    private static void run(String release, Stores stores, List<String> scripts) throws Exception {
        PythonClient.run(
                release,
                scripts,
                Map.of(
                        "MLFLOW_TRACKING_URI", backends.on(stores).url().toString(),
                        "TANDEM_TEST_STORES", stores.name()),
                folder);
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
}
