package org.tandemml.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of webhooks on this machine that remembers what it was told. */
public final class HookServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> all = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Received> fresh = new LinkedBlockingQueue<>();

    /** Decides what a request is answered. */
    @FunctionalInterface
    public interface Answers {
        /** The status; may wait. */
        int status(Received request) throws Exception;
    }

    /** A request. */
    public record Received(String path, Map<String, String> headers, String body) {
        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException noJson) {
                throw new AssertionError(body, noJson);
            }
        }

        /** A header, whatever the case of its name; empty if it is absent. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Entity and action, for example {@code model_version.created}. */
        public String event() {
            return json().path("entity").asText() + "." + json().path("action").asText();
        }
    }

    private HookServer(int port, Answers answers) throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, answers));
        server.start();
    }

    /** A receiver that accepts all. */
    public static HookServer accepting() throws IOException {
        return answering(request -> 200);
    }

    /** A receiver that answers what it is told to. */
    public static HookServer answering(Answers answers) throws IOException {
        return new HookServer(0, answers);
    }

    /** A receiver at the port that another one had. */
    public static HookServer at(int port, Answers answers) throws IOException {
        return new HookServer(port, answers);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** All requests until now. */
    public List<Received> all() {
        return List.copyOf(all);
    }

    /** Waits for the next request. */
    public Received next() throws InterruptedException {
        Received request = fresh.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError(
                    "No request in " + PATIENCE_SECONDS + " s; until then: " + all);
        }
        return request;
    }

    private void handle(HttpExchange exchange, Answers answers) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name, values.get(0)));
            Received request =
                    new Received(
                            exchange.getRequestURI().toString(),
                            headers,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            all.add(request);
            fresh.add(request);
            int status = answers.status(request);
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            }
            byte[] body = "the receiver's own words".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
