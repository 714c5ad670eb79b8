package org.tandemml.registry.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The packaged registry as a process. */
final class RegistryProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final int port;
    private final Path output;
    private final Path errors;

    private RegistryProcess(Process process, int port, Path output, Path errors) {
        this.process = process;
        this.port = port;
        this.output = output;
        this.errors = errors;
    }

    /** Starts a registry on a free port and does not wait for it. */
    static RegistryProcess launch(Path home, Map<String, String> settings) throws IOException {
        int port = freePort();
        Path output = Files.createTempFile(home.getParent(), "registry", ".out");
        Path errors = Files.createTempFile(home.getParent(), "registry", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("TANDEM_"));
        builder.environment().put("TANDEM_HOME", home.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(settings);
        builder.directory(home.getParent().toFile());
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        return new RegistryProcess(builder.start(), port, output, errors);
    }

    /** Starts a registry and waits until it is ready. */
    static RegistryProcess start(Path home, Map<String, String> settings) throws Exception {
        RegistryProcess registry = launch(home, settings);
        registry.awaitStatus("/q/health/ready", 200);
        return registry;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    void awaitStatus(String path, int status) throws Exception {
        await(path + " is " + status, registry -> registry.statusOf(path) == status);
    }

    /** Waits for something while the process lives. */
    void await(String what, Predicate<RegistryProcess> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("Never came true: " + what + ": " + log());
            }
            Thread.sleep(50);
        }
    }

    /** Whether somebody takes connections at its port. */
    boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int statusOf(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Waits for the end. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** As an operator would. */
    void terminate() throws InterruptedException {
        process.destroy();
        exit();
    }

    /** As a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    String log() {
        try {
            return Files.readString(output) + errors();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        try {
            terminate();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
