package org.tandemml.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.testkit.FaultyLine;
import org.tandemml.testkit.S3Server;

/**
 * How long calls for metadata take while others upload to an S3 server that answers at once, or
 * late. Both are asked at fixed times, whether earlier answers have come or not, and times count
 * from when a request was due.
 */
final class SlowStore {
    private static final int CALLS_PER_SECOND = 200;

    /** With {@link #DELAY} more than the registry lets wait for the store: some are refused. */
    private static final int UPLOADS_PER_SECOND = 50;

    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final byte[] FILE = new byte[4096];
    private static final HttpClient HTTP = client();

    /** One of its own, so that the uploads that wait do not slow the calls that are measured. */
    private static final HttpClient UPLOADS = client();

    private static final Pattern RUN_ID = Pattern.compile("\"run_id\" *: *\"([0-9a-f]+)\"");

    private final String url;
    private final String run;
    private final FaultyLine line;

    private SlowStore(String url, String run, FaultyLine line) {
        this.url = url;
        this.run = run;
        this.line = line;
    }

    /**
     * Prints the p99 of each round.
     *
     * @param arguments the registry's jar, a folder for its home, seconds, rounds
     */
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        try (S3Server s3 = S3Server.s3proxy();
                FaultyLine line = new FaultyLine(s3.port())) {
            s3.makeBucket("bench");
            int port = freePort();
            Process registry = start(arguments[0], Path.of(arguments[1]), port, s3, line);
            Runtime.getRuntime().addShutdownHook(new Thread(registry::destroyForcibly));
            try {
                String url = "http://127.0.0.1:" + port;
                awaitReady(url);
                new SlowStore(url, makeRun(url), line).measure(seconds, rounds);
            } finally {
                registry.destroy();
                registry.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process start(String jar, Path home, int port, S3Server s3, FaultyLine line)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar);
        builder.environment()
                .putAll(
                        Map.of(
                                "TANDEM_HOME", home.toString(),
                                "QUARKUS_HTTP_PORT", Integer.toString(port),
                                "TANDEM_ARTIFACTS_ROOT", "s3://bench/root",
                                "TANDEM_ARTIFACTS_S3_ENDPOINT", "http://127.0.0.1:" + line.port(),
                                "TANDEM_ARTIFACTS_S3_REGION", "us-east-1",
                                "TANDEM_ARTIFACTS_S3_ACCESS_KEY", s3.accessKey(),
                                "TANDEM_ARTIFACTS_S3_SECRET_KEY", s3.secretKey()));
        Files.createDirectories(home);
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolveSibling("registry.log").toFile())
                .start();
    }

    private static void awaitReady(String url) throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/q/health/ready")).build();
        for (int i = 0; i < 1200; i++) {
            try {
                if (HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen yet; the loop ends.
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the registry did not start");
    }

    private static String makeRun(String url) throws IOException, InterruptedException {
        String answer =
                HTTP.send(
                                post(url, "runs/create", "{\"experiment_id\": \"0\"}"),
                                BodyHandlers.ofString())
                        .body();
        Matcher id = RUN_ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("no run: " + answer);
        }
        return id.group(1);
    }

    private static HttpRequest post(String url, String call, String json) {
        return HttpRequest.newBuilder(URI.create(url + "/api/2.0/mlflow/" + call))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private void measure(int seconds, int rounds) throws InterruptedException {
        List<Double> fast = new ArrayList<>();
        List<Double> slow = new ArrayList<>();
        // Round 0 warms the compiler up and does not count.
        for (int round = 0; round <= rounds; round++) {
            double atOnce = round(seconds, Duration.ZERO);
            double late = round(seconds, DELAY);
            if (round > 0) {
                fast.add(atOnce);
                slow.add(late);
            }
        }
        print("store answers at once", fast);
        print("store answers late", slow);
        System.out.printf("ratio of the medians: %.2f%n", median(slow) / median(fast));
    }

    private static void print(String series, List<Double> p99) {
        System.out.printf(
                "%-24s p99 median %.1f ms, minimum %.1f ms, rounds",
                series,
                median(p99),
                p99.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
        p99.forEach(each -> System.out.printf(" %.1f", each));
        System.out.println();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }

    /** The p99 in milliseconds. */
    private double round(int seconds, Duration delay) throws InterruptedException {
        line.delay(delay);
        int calls = CALLS_PER_SECOND * seconds;
        long[] nanos = new long[calls];
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            long due = start + TimeUnit.SECONDS.toNanos(1) * i / CALLS_PER_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
            int call = i;
            all.add(
                    HTTP.sendAsync(request(call), BodyHandlers.discarding())
                            .thenAccept(
                                    answer -> {
                                        nanos[call] = System.nanoTime() - due;
                                        if (answer.statusCode() != 200) {
                                            wrong.incrementAndGet();
                                        }
                                    }));
            if (i % (CALLS_PER_SECOND / UPLOADS_PER_SECOND) == 0) {
                all.add(
                        UPLOADS.sendAsync(upload(call), BodyHandlers.discarding())
                                .thenAccept(
                                        answer -> {
                                            if (answer.statusCode() != 200) {
                                                refused.incrementAndGet();
                                            }
                                        }));
            }
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        if (wrong.get() > 0) {
            throw new IllegalStateException(wrong + " calls were not answered with 200");
        }
        Arrays.sort(nanos);
        double p99 = nanos[(int) (calls * 0.99)] / 1e6;
        System.out.printf(
                "  delay %s: p50 %.1f ms, p99 %.1f ms, %d of %d uploads refused%n",
                delay,
                nanos[calls / 2] / 1e6,
                p99,
                refused.get(),
                calls * UPLOADS_PER_SECOND / CALLS_PER_SECOND);
        return p99;
    }

    private HttpRequest request(int i) {
        return switch (i % 4) {
            case 0 ->
                    HttpRequest.newBuilder(
                                    URI.create(url + "/api/2.0/mlflow/runs/get?run_id=" + run))
                            .build();
            case 1 ->
                    post(
                            url,
                            "runs/log-metric",
                            "{\"run_id\": \"%s\", \"key\": \"m%d\", \"value\": 1, \"timestamp\": %d}"
                                    .formatted(run, i % 50, i));
            case 2 -> post(url, "runs/search", "{\"experiment_ids\": [\"0\"], \"max_results\": 5}");
            default -> post(url, "experiments/search", "{\"max_results\": 5}");
        };
    }

    private HttpRequest upload(int i) {
        return HttpRequest.newBuilder(
                        URI.create(
                                url
                                        + "/api/2.0/mlflow-artifacts/artifacts/0/"
                                        + run
                                        + "/artifacts/f"
                                        + i))
                .PUT(BodyPublishers.ofByteArray(FILE))
                .build();
    }
}
