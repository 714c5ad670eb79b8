package org.tandemml.e2e;

import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code deploy/run} as a process. */
final class RunScript implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path output;
    private final Path home;

    private RunScript(Process process, Path output, Path home) {
        this.process = process;
        this.output = output;
        this.home = home;
    }

    static RunScript start(Path home, String... options) throws IOException {
        return start(home, Map.of(), options);
    }

    static RunScript start(Path home, Map<String, String> settings, String... options)
            throws IOException {
        Path output = Files.createTempFile("run", ".out");
        Process process = builder(home, settings, options).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        return new RunScript(process, output, home);
    }

    /** Starts it with a reader of its output that goes away once a text has come. */
    static RunScript startAndHangUp(Path home, String text, String... options) throws IOException {
        Process process = builder(home, Map.of(), options).start();
        process.getOutputStream().close();
        Path output = Files.createTempFile("run", ".out");
        StringBuilder read = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            while (read.indexOf(text) < 0) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("no \"" + text + "\": " + read);
                }
                read.append(line).append('\n');
            }
        }
        Files.writeString(output, read);
        return new RunScript(process, output, home);
    }

    private static ProcessBuilder builder(
            Path home, Map<String, String> settings, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Checkout.root().resolve("deploy/run").toString());
        command.add("--no-build");
        // Relative, for one that begins with a dash.
        command.addAll(List.of("--home", home.getFileName().toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(home.getParent().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true);
    }

    /** Waits for a text on its output. */
    RunScript await(String text, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!output().contains(text)) {
            if (!process.isAlive()) {
                throw new IOException("ended with " + process.exitValue() + ": " + output());
            }
            if (System.nanoTime() > end) {
                throw new IOException("no \"" + text + "\" after " + limit + ": " + output());
            }
            Thread.sleep(200);
        }
        return this;
    }

    /** The exit code, once it ends by itself. */
    int exit(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("still runs after " + limit + ": " + output());
        }
        return process.exitValue();
    }

    /** Ends it as Ctrl-C in a service manager would, and gives its exit code. */
    int terminate() throws IOException, InterruptedException {
        process.destroy();
        return exit(Duration.ofSeconds(120));
    }

    /** Ends the script, both services and the database at once, as a power cut would. */
    void killEverything() throws IOException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process.toHandle());
        process.descendants().forEach(all::add);
        databasePid().flatMap(ProcessHandle::of).ifPresent(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** The process of the embedded database, if the home has one that runs. */
    Optional<Long> databasePid() throws IOException {
        Path file = home.resolve("postgres/data/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    static HttpResponse<String> get(int port, String path)
            throws IOException, InterruptedException {
        return send(request(port, path));
    }

    static HttpResponse<String> post(int port, String path, String json)
            throws IOException, InterruptedException {
        return send(
                request(port, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            return;
        }
        try {
            terminate();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
