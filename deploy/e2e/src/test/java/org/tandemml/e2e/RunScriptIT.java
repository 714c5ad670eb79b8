package org.tandemml.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/run}: what it says, how it ends, what is left after a power cut. */
class RunScriptIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration DEMO = Duration.ofMinutes(5);
    private static final String VERSION_1 =
            "/api/2.0/mlflow/model-versions/get?name=breast-cancer&version=1";
    private static final Pattern NAME = Pattern.compile("\"name\":\"(acknowledged-\\d+)\"");
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

    /** Nobody answers at such a port, so only the service itself finds out. */
    @Test
    void adviceOfTheServicesNamesTheOptionsOfTheScript() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = silent.getLocalPort();
            assertAdvice(ports(port, Service.freePort()), port, "--registry-port");
            assertAdvice(ports(Service.freePort(), port), port, "--serving-port");
        }
    }

    private void assertAdvice(String[] ports, int refused, String option) throws Exception {
        RunScript run = RunScript.start(folder.resolve("home"), ports);
        // The registry may have to start first.
        assertThat(run.exit(DEMO)).isEqualTo(1);
        assertThat(run.output())
                .containsOnlyOnce("did not start: Port " + refused + " on 127.0.0.1")
                .contains("or set " + option + " to another one")
                .doesNotContain("QUARKUS_HTTP_PORT");
        assertThat(run.databasePid()).isEmpty();
    }

    @Test
    void aHomeThatIsNoFolderIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        RunScript run = RunScript.start(file, ports(Service.freePort(), Service.freePort()));
        assertThat(run.exit(SOON)).isEqualTo(1);
        assertThat(run.output().lines()).singleElement().asString().contains("cannot be written");
    }

    @Test
    void anAddressThatOthersReachIsOneLineWithoutTheOverride() throws Exception {
        RunScript run =
                RunScript.start(
                        folder.resolve("a"),
                        Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"),
                        ports(Service.freePort(), Service.freePort()));
        assertThat(run.exit(SOON)).isEqualTo(1);
        assertThat(run.output().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("run: the registry did not start: QUARKUS_HTTP_HOST is 0.0.0.0")
                .contains("TANDEM_ALLOW_UNSAFE_SETTINGS=true");
        assertThat(run.databasePid()).isEmpty();
    }

    @Test
    void aServiceThatIsNotReadyInTimeEndsTheWait() throws Exception {
        List<String> options =
                new ArrayList<>(List.of(ports(Service.freePort(), Service.freePort())));
        options.addAll(List.of("--start-timeout", "3"));
        // It listens at another port than it is asked at.
        RunScript run =
                RunScript.start(
                        folder.resolve("a"),
                        Map.of("TANDEM_REGISTRY_JAVA_OPTS", "-Dquarkus.http.port=0"),
                        options.toArray(String[]::new));
        assertThat(run.exit(SOON)).isEqualTo(1);
        assertThat(run.output()).contains("run: the registry is not ready at http://127.0.0.1:");
        assertThat(run.databasePid()).isEmpty();
    }

    @Test
    void onePortForBothIsOneLineHoweverItIsWritten() throws Exception {
        int port = freePortOfFourDigits();
        RunScript run =
                RunScript.start(
                        folder.resolve("a"),
                        "--registry-port",
                        Integer.toString(port),
                        "--serving-port",
                        "0" + port);
        assertOneLine(run, "--registry-port and --serving-port are both " + port);
    }

    private static int freePortOfFourDigits() {
        for (int port = 2000; port < 10_000; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no port of four digits is free");
    }

    /** As after Ctrl-C on {@code deploy/run | tee log}, which ends tee first. */
    @Test
    void itStopsEverythingAlsoWhenNobodyReadsItsOutput() throws Exception {
        int registry = Service.freePort();
        int serving = Service.freePort();
        RunScript run =
                RunScript.startAndHangUp(
                        folder.resolve("a"), "Tandem runs.", ports(registry, serving));
        run.terminate();
        assertThat(run.databasePid()).as("database").isEmpty();
        for (int port : List.of(registry, serving)) {
            assertThatThrownBy(() -> RunScript.get(port, "/health"))
                    .as("port " + port)
                    .isInstanceOf(ConnectException.class);
        }
    }

    /** At every address of this machine, in a folder with a name that needs care. */
    @Test
    void theDemoRunsStopsCleanlyAndWhatIsAcknowledgedSurvivesAPowerCut() throws Exception {
        Path home = folder.resolve("-it's ünusual");
        Map<String, String> everywhere =
                Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "TANDEM_ALLOW_UNSAFE_SETTINGS", "true");
        int registry = Service.freePort();
        int serving = Service.freePort();
        List<String> demo = new ArrayList<>(List.of(ports(registry, serving)));
        demo.add("--demo");
        List<String> acknowledged;
        try (RunScript run = RunScript.start(home, everywhere, demo.toArray(String[]::new))) {
            run.await("Starting the serving service", DEMO);
            acknowledged = createUntilTheDemoHasAVersion(registry);
            assertThat(run.output()).as("the demo goes on").doesNotContain("Tandem runs.");
            run.killEverything();
        }
        String before;
        try (RunScript run = RunScript.start(home, everywhere, demo.toArray(String[]::new))) {
            run.await("Tandem runs.", DEMO);
            assertThat(experiments(registry)).containsAll(acknowledged);
            before = versions(registry);
            assertThat(before).contains("1 ").contains("2 ");
            assertThat(RunScript.get(serving, "/models/breast-cancer").body()).contains("READY");
            assertThat(run.terminate()).isZero();
            assertThat(run.databasePid()).as("database").isEmpty();
        }
        try (RunScript run = RunScript.start(home, everywhere, ports(registry, serving))) {
            run.await("Tandem runs.", DEMO);
            assertThat(experiments(registry)).containsAll(acknowledged);
            assertThat(versions(registry)).isEqualTo(before);
            assertThat(RunScript.get(serving, "/models/breast-cancer").body()).contains("READY");
            RunScript second = RunScript.start(home, ports(Service.freePort(), Service.freePort()));
            assertThat(second.exit(SOON)).as("a second start on the home").isEqualTo(1);
            assertThat(second.output())
                    .contains("is in use by process")
                    .contains("give --home another folder")
                    .doesNotContain("TANDEM_HOME");
            assertThat(modesBelow(home.resolve("logs"))).containsOnly("rw-------");
            assertThat(run.terminate()).isZero();
        }
    }

    private static Set<String> modesBelow(Path folder) throws IOException {
        Set<String> modes = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return modes;
    }

    /** The names of the experiments whose creation was answered. */
    private static List<String> createUntilTheDemoHasAVersion(int registry) throws Exception {
        List<String> acknowledged = new ArrayList<>();
        long end = System.nanoTime() + DEMO.toNanos();
        while (acknowledged.size() < 50
                || !RunScript.get(registry, VERSION_1).body().contains("\"READY\"")) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            String name = "acknowledged-" + acknowledged.size();
            assertThat(create(registry, name)).isEqualTo(200);
            acknowledged.add(name);
        }
        return acknowledged;
    }

    private static int create(int registry, String name) throws Exception {
        return RunScript.post(
                        registry,
                        "/api/2.0/mlflow/experiments/create",
                        "{\"name\": \"" + name + "\"}")
                .statusCode();
    }

    private static List<String> experiments(int registry) throws Exception {
        String found =
                RunScript.get(
                                registry,
                                "/api/2.0/mlflow/experiments/search?max_results=50000"
                                        + "&filter=name%20LIKE%20%27acknowledged%25%27")
                        .body();
        return NAME.matcher(found).results().map(m -> m.group(1)).toList();
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
