package org.tandemml.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the packaged services, as a process on a free port. */
final class Service implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final URI url;
    private final Path log;

    private Service(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    static Service registry(Path home, Map<String, String> settings)
            throws IOException, InterruptedException {
        return registry(home, settings, List.of());
    }

    static Service registry(Path home, Map<String, String> settings, List<String> javaOptions)
            throws IOException, InterruptedException {
        return start("registry-service/target/quarkus-app", home, settings, javaOptions);
    }

    static Service serving(Path home, Service registry, Map<String, String> settings)
            throws IOException, InterruptedException {
        return serving(home, registry, settings, List.of());
    }

    static Service serving(
            Path home, Service registry, Map<String, String> settings, List<String> javaOptions)
            throws IOException, InterruptedException {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("TANDEM_REGISTRY_URL", registry.url().toString());
        return start("serving-service/app/target/quarkus-app", home, all, javaOptions);
    }

    /** Serves what the settings name, without a registry. */
    static Service serving(Path home, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start("serving-service/app/target/quarkus-app", home, settings, List.of());
    }

    private static Service start(
            String app, Path home, Map<String, String> settings, List<String> javaOptions)
            throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectories(home);
        Path log = home.resolveSibling(home.getFileName() + "-" + app.split("/")[0] + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.add("-jar");
        command.add(Checkout.root().resolve(app).resolve("quarkus-run.jar").toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TANDEM_HOME", home.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Service service = new Service(builder.start(), URI.create("http://127.0.0.1:" + port), log);
        service.awaitReady();
        return service;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("ended with " + process.exitValue() + ": " + log());
            }
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen yet; the loop ends at the deadline.
            }
            Thread.sleep(100);
        }
        close();
        throw new IOException("not ready after " + START + ": " + log());
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(
                request.timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Ends the process as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process as an operator would. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
