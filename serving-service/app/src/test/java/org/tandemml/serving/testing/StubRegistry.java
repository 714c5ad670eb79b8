package org.tandemml.serving.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.manifest.Manifest;

/**
 * The few calls of MLflow's REST that serving makes, over real HTTP, answered from memory in the
 * form of MLflow 3: absent fields absent, versions as text.
 */
public final class StubRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MANIFEST =
            Pattern.compile("/api/tandem/v1/registered-models/([^/]+)/versions/([0-9]+)/manifest");

    private final Map<String, Model> models = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile @Nullable String expectedAuthorization;
    private volatile int failWith;
    private volatile int pageSize = 1000;
    private long clock = 1_700_000_000_000L;

    private static final class Model {
        final Map<Integer, Version> versions = new TreeMap<>();
        final Map<String, Integer> aliases = new TreeMap<>();
    }

    private static final class Version {
        String stage = "None";
        String status = "READY";
        String source = "";
        String downloadUri = "";
        @Nullable Manifest manifest;
        long createdAt;
    }

    public StubRegistry() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths that were asked for, queries included, in order. */
    public List<String> requests() {
        return requests;
    }

    /** From now on every answer has this status; 0 for the usual ones. */
    public void failWith(int status) {
        failWith = status;
    }

    /** From now on requests without this header value are refused. */
    public void expectAuthorization(String value) {
        expectedAuthorization = value;
    }

    /** From now on lists come in pages of this size. */
    public void pageSize(int size) {
        pageSize = size;
    }

    /** Adds the next version of a model. */
    public synchronized int register(String name, Map<String, byte[]> folder) {
        Model model = models.computeIfAbsent(name, absent -> new Model());
        int number = model.versions.keySet().stream().max(Comparator.naturalOrder()).orElse(0) + 1;
        Version version = new Version();
        version.createdAt = clock++;
        String root = root(name, number);
        version.source = "runs:/abc/model";
        version.downloadUri = "mlflow-artifacts:/" + root;
        folder.forEach((path, bytes) -> files.put(root + "/" + path, bytes));
        model.versions.put(number, version);
        return number;
    }

    /** How many versions a model has. */
    public synchronized int versions(String name) {
        Model model = models.get(name);
        return model == null ? 0 : model.versions.size();
    }

    /** Moves a version to a stage; the others in Staging or Production are archived. */
    public synchronized void promote(String name, int version, String stage) {
        Model model = models.get(name);
        model.versions.forEach(
                (number, other) -> {
                    if (number == version) {
                        other.stage = stage;
                    } else if (other.stage.equals(stage)) {
                        other.stage = "Archived";
                    }
                });
    }

    public synchronized void alias(String name, String alias, int version) {
        models.get(name).aliases.put(alias, version);
    }

    public synchronized void status(String name, int version, String status) {
        models.get(name).versions.get(version).status = status;
    }

    public synchronized void downloadUri(String name, int version, String uri) {
        models.get(name).versions.get(version).downloadUri = uri;
    }

    /** From now on the registry has a manifest of a version, as Tandem's has, of its files now. */
    public synchronized void seal(String name, int version) {
        String root = root(name, version) + "/";
        List<Manifest.Entry> entries = new ArrayList<>();
        files.forEach(
                (path, bytes) -> {
                    if (path.startsWith(root)) {
                        entries.add(
                                new Manifest.Entry(
                                        path.substring(root.length()),
                                        bytes.length,
                                        sha256(bytes)));
                    }
                });
        models.get(name).versions.get(version).manifest = new Manifest(entries);
    }

    /** Changes a file of a version behind the registry's back; null removes it. */
    public synchronized void tamper(
            String name, int version, String path, byte @Nullable [] bytes) {
        String file = root(name, version) + "/" + path;
        if (bytes == null) {
            files.remove(file);
        } else {
            files.put(file, bytes);
        }
    }

    private static String root(String name, int version) {
        return "1/models/" + Integer.toHexString(name.hashCode()) + "-" + version + "/artifacts";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public synchronized void delete(String name) {
        models.remove(name);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(exchange.getRequestURI().toString());
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        String expected = expectedAuthorization;
        if (expected != null && !expected.equals(sent)) {
            answer(exchange, 401, "{\"error_code\": \"UNAUTHENTICATED\", \"message\": \"no\"}");
        } else if (failWith != 0) {
            answer(exchange, failWith, "{\"error_code\": \"INTERNAL_ERROR\", \"message\": \"no\"}");
        } else {
            route(exchange, path, query(exchange));
        }
    }

    private synchronized void route(HttpExchange exchange, String path, Map<String, String> query)
            throws IOException {
        String api = "/api/2.0/mlflow/";
        String proxy = "/api/2.0/mlflow-artifacts/artifacts";
        switch (path) {
            case "/api/2.0/mlflow/registered-models/search" -> search(exchange, query);
            case "/api/2.0/mlflow/registered-models/get" -> {
                Model model = models.get(query.get("name"));
                if (model == null) {
                    absent(exchange);
                } else {
                    json(exchange, Map.of("registered_model", wire(query.get("name"), model)));
                }
            }
            case "/api/2.0/mlflow/model-versions/get",
                    "/api/2.0/mlflow/model-versions/get-download-uri" -> {
                Version version = version(query);
                if (version == null) {
                    absent(exchange);
                } else if (path.equals(api + "model-versions/get")) {
                    int number = Integer.parseInt(query.get("version"));
                    json(
                            exchange,
                            Map.of("model_version", wire(query.get("name"), number, version)));
                } else {
                    json(exchange, Map.of("artifact_uri", version.downloadUri));
                }
            }
            case "/api/2.0/mlflow-artifacts/artifacts" -> list(exchange, query.get("path"));
            default -> {
                Matcher manifest = MANIFEST.matcher(path);
                if (manifest.matches()) {
                    manifest(
                            exchange,
                            version(
                                    Map.of(
                                            "name",
                                            decode(manifest.group(1)),
                                            "version",
                                            manifest.group(2))));
                } else if (path.startsWith(proxy + "/")) {
                    file(exchange, decode(path.substring(proxy.length() + 1)));
                } else {
                    answer(exchange, 404, "<html>not here</html>");
                }
            }
        }
    }

    private static void manifest(HttpExchange exchange, @Nullable Version version)
            throws IOException {
        Manifest manifest = version == null ? null : version.manifest;
        if (manifest == null) {
            // What a server answers that has no such path.
            answer(exchange, 404, "<html>not here</html>");
            return;
        }
        List<Map<String, Object>> entries =
                manifest.entries().stream()
                        .map(
                                e ->
                                        Map.<String, Object>of(
                                                "path", e.path(),
                                                "size", e.size(),
                                                "sha256", e.sha256()))
                        .toList();
        json(exchange, Map.of("digest", manifest.digest(), "files", entries));
    }

    private void search(HttpExchange exchange, Map<String, String> query) throws IOException {
        int from = Integer.parseInt(query.getOrDefault("page_token", "0"));
        List<String> names = new ArrayList<>(models.keySet());
        int to = Math.min(names.size(), from + pageSize);
        Map<String, Object> body = new LinkedHashMap<>();
        if (from < to) {
            body.put(
                    "registered_models",
                    names.subList(from, to).stream().map(n -> wire(n, models.get(n))).toList());
        }
        if (to < names.size()) {
            body.put("next_page_token", Integer.toString(to));
        }
        json(exchange, body);
    }

    private @Nullable Version version(Map<String, String> query) {
        Model model = models.get(query.get("name"));
        return model == null ? null : model.versions.get(Integer.valueOf(query.get("version")));
    }

    private static Map<String, Object> wire(String name, Model model) {
        Map<String, Map<String, Object>> latest = new TreeMap<>();
        model.versions.forEach(
                (number, version) -> latest.put(version.stage, wire(name, number, version)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        if (!latest.isEmpty()) {
            body.put("latest_versions", latest.values());
        }
        if (!model.aliases.isEmpty()) {
            body.put(
                    "aliases",
                    model.aliases.entrySet().stream()
                            .map(
                                    e ->
                                            Map.of(
                                                    "alias",
                                                    e.getKey(),
                                                    "version",
                                                    e.getValue().toString()))
                            .toList());
        }
        return body;
    }

    private static Map<String, Object> wire(String name, int number, Version version) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("version", Integer.toString(number));
        body.put("creation_timestamp", version.createdAt);
        body.put("current_stage", version.stage);
        body.put("source", version.source);
        body.put("status", version.status);
        body.put("tags", List.of(Map.of("key", "k", "value", "v")));
        return body;
    }

    private void list(HttpExchange exchange, String path) throws IOException {
        String root = path + "/";
        Map<String, Map<String, Object>> entries = new TreeMap<>();
        files.forEach(
                (name, bytes) -> {
                    if (name.startsWith(root)) {
                        String below = name.substring(root.length());
                        int slash = below.indexOf('/');
                        String base = slash < 0 ? below : below.substring(0, slash);
                        Map<String, Object> entry = new LinkedHashMap<>();
                        entry.put("path", base);
                        entry.put("is_dir", slash >= 0);
                        if (slash < 0 && bytes.length > 0) {
                            entry.put("file_size", bytes.length);
                        }
                        entries.put(base, entry);
                    }
                });
        json(exchange, entries.isEmpty() ? Map.of() : Map.of("files", entries.values()));
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            answer(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}");
            return;
        }
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void absent(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                404,
                "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"not found\"}");
    }

    private static void json(HttpExchange exchange, Object body) throws IOException {
        answer(exchange, 200, text(body));
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Map.of();
        }
        return List.of(query.split("&")).stream()
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(p -> decode(p[0]), p -> decode(p[1])));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
