package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/run}: what it says, how it ends, what is left after a power cut. */
class RunScriptIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration DEMO = Duration.ofMinutes(5);
    private static final Pattern VERSION = Pattern.compile("\"version\":\"(\\d+)\"");

    @TempDir Path folder;

    private static String[] ports(int registry, int serving) {
        return new String[] {
            "--registry-port",
            Integer.toString(registry),
            "--serving-port",
            Integer.toString(serving)
        };
    }

    private static void assertOneLine(RunScript run, String expected) throws Exception {
        assertThat(run.exit(SOON)).isEqualTo(1);
        assertThat(run.output().lines()).singleElement().asString().contains(expected);
        assertThat(run.databasePid()).isEmpty();
    }

    @Test
    void helpNamesTheOptions() throws Exception {
        RunScript run = RunScript.start(folder.resolve("home"), "--help");
        assertThat(run.exit(SOON)).isZero();
        assertThat(run.output()).contains("--demo", "--home", "--registry-port", "--serving-port");
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertOneLine(
                    RunScript.start(folder.resolve("a"), ports(port, Service.freePort())),
                    "port " + port + " is taken");
            assertOneLine(
                    RunScript.start(folder.resolve("b"), ports(Service.freePort(), port)),
                    "port " + port + " is taken");
        }
    }

    @Test
    void aHomeThatIsNoFolderIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        RunScript run = RunScript.start(file, ports(Service.freePort(), Service.freePort()));
        assertThat(run.exit(SOON)).isEqualTo(1);
        assertThat(run.output().lines()).singleElement().asString().contains("cannot be written");
    }

    @Test
    void theDemoRunsStopsCleanlyAndSurvivesAPowerCut() throws Exception {
        Path home = folder.resolve("home");
        int registry = Service.freePort();
        int serving = Service.freePort();
        List<String> options = new java.util.ArrayList<>(List.of(ports(registry, serving)));
        options.add("--demo");
        String before;
        try (RunScript run = RunScript.start(home, options.toArray(String[]::new))) {
            run.await("Tandem runs.", DEMO);
            before = versions(registry);
            assertThat(before).contains("1 ").contains("2 ");
            assertThat(RunScript.get(serving, "/models/breast-cancer").body()).contains("READY");
            assertThat(run.terminate()).isZero();
            assertThat(run.databasePid()).as("database").isEmpty();
        }
        try (RunScript run = RunScript.start(home, ports(registry, serving))) {
            run.await("Tandem runs.", DEMO);
            assertThat(versions(registry)).isEqualTo(before);
            RunScript second = RunScript.start(home, ports(Service.freePort(), Service.freePort()));
            assertThat(second.exit(SOON)).as("a second start on the home").isEqualTo(1);
            assertThat(second.output()).contains("is in use by process");
            run.killEverything();
        }
        try (RunScript run = RunScript.start(home, ports(registry, serving))) {
            run.await("Tandem runs.", DEMO);
            assertThat(versions(registry)).isEqualTo(before);
            assertThat(RunScript.get(serving, "/models/breast-cancer").body()).contains("READY");
            assertThat(run.terminate()).isZero();
        }
    }

    /** Number and stage of each version of the demo's model. */
    private static String versions(int registry) throws IOException, InterruptedException {
        String body =
                RunScript.get(
                                registry,
                                "/api/2.0/mlflow/model-versions/search?filter=name%3D%27breast-cancer%27&order_by=version_number")
                        .body();
        String numbers =
                VERSION.matcher(body)
                        .results()
                        .map(m -> m.group(1) + " ")
                        .collect(Collectors.joining());
        return numbers + body.replaceAll("[^{}]*\"current_stage\":\"([A-Za-z]+)\"[^{}]*", "$1");
    }
}
