package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.security.ApiRoutes.ApiRoute;
import org.tandemml.registry.security.SampleMessages.Leaf;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;
import org.tandemml.registry.testing.Together;
import org.tandemml.registry.wire.WireRequest;

/**
 * Every call of the application with every field turned into something hostile. Whatever comes, the
 * answer is a success or the caller's mistake in the form of all errors; never a 5xx, nothing of
 * the inside, and nothing secret in the log.
 */
@QuarkusTest
class AbuseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiRoutes.Requests REQUESTS = new ApiRoutes.Requests();
    private static final String SECRET = "s3cr3t-of-a-caller";

    /** What only the inside knows. */
    private static final Pattern INSIDE =
            Pattern.compile(
                    "Exception|org\\.tandemml|org\\.hibernate|jakarta\\.|java\\.(lang|util|sql|io)"
                            + "|\\bSELECT\\b|\\bINSERT\\b|violates|jdbc:|PSQL|tandem_test"
                            + "|tandem-test-home|\\.java:|\tat ");

    private static final int THREADS = 3;

    @ConfigProperty(name = "tandem.home")
    String home;

    private final MlflowWire wire = new MlflowWire();
    private final CapturedLog log = new CapturedLog();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private RawHttp http;

    @BeforeEach
    void start() {
        http = new RawHttp(RestAssured.port);
        log.start();
    }

    @AfterEach
    void stop() {
        log.stop();
    }

    @Test
    void noFieldOfABodyIsTrusted() {
        AtomicInteger tried = new AtomicInteger();
        AtomicInteger samplesTaken = new AtomicInteger();
        forEach(
                withBody(),
                route -> {
                    Class<?> type = REQUESTS.of(route).orElseThrow();
                    SampleMessages samples = SampleMessages.fresh(wire);
                    String sample = samples.message(route, type).toString();
                    if (send(route, samples, sample).status() == 200) {
                        samplesTaken.incrementAndGet();
                    }
                    for (Leaf leaf : samples.leaves(type)) {
                        for (String value : Hostile.VALUES) {
                            String body = with(samples.message(route, type), leaf.pointer(), value);
                            tried.incrementAndGet();
                            check(route + " " + leaf.pointer(), value, send(route, samples, body));
                        }
                    }
                });
        assertThat(tried.get()).isGreaterThan(3_000);
        // If the samples were refused themselves, this would test little.
        assertThat(samplesTaken.get()).isGreaterThan(withBody().size() * 3 / 4);
        assertClean();
    }

    @Test
    void noNameIsReadThatIsTooLong() {
        int tried = 0;
        for (ApiRoute route : withBody()) {
            Class<?> type = REQUESTS.of(route).orElseThrow();
            SampleMessages samples = SampleMessages.fresh(wire);
            for (Leaf leaf : samples.leaves(type)) {
                if (leaf.pointer().equals("/name") && route.path().endsWith("create")) {
                    String body = with(samples.message(route, type), leaf.pointer(), Hostile.HUGE);
                    MlflowWire.Answer answer = send(route, samples, body);
                    tried++;
                    check(route + " " + leaf.pointer(), Hostile.HUGE, answer);
                    mustRefuse(route + " with a name of 16 MB", answer.status());
                }
            }
        }
        assertThat(tried).isGreaterThan(2);
        assertClean();
    }

    @Test
    void noBodyIsTrusted() {
        for (ApiRoute route : withBody()) {
            SampleMessages samples = SampleMessages.fresh(wire);
            for (String body : Hostile.BODIES) {
                MlflowWire.Answer answer = send(route, samples, body);
                check(route.toString(), body, answer);
                if (answer.status() < 400) {
                    violations.add(route + " takes " + excerpt(body));
                }
            }
        }
        assertClean();
    }

    @Test
    void noFieldOfAQueryIsTrusted() throws IOException {
        for (ApiRoute route : withQuery()) {
            SampleMessages samples = SampleMessages.fresh(wire);
            Class<?> type = REQUESTS.of(route).orElseThrow();
            ObjectNode valid = samples.message(route, type);
            for (Leaf leaf : samples.leaves(type)) {
                for (String value : Hostile.RAW) {
                    String target = samples.path(route) + "?" + query(valid, leaf.name(), value);
                    checkRaw(route.method(), target, route + " " + leaf.name() + "=" + value);
                }
            }
        }
        assertClean();
    }

    @Test
    void noVariableOfAPathIsTrusted() throws IOException {
        for (ApiRoute route : ApiRoutes.all()) {
            if (!route.path().contains("{") || route.path().contains("mpu")) {
                continue;
            }
            for (String value : Hostile.RAW) {
                String target =
                        route.path().replaceAll("\\{[^}]*}", Matcher.quoteReplacement(value));
                checkRaw(route.method(), target, route + " as " + value);
            }
        }
        assertClean();
    }

    @Test
    void pagesHaveASizeAndTokensAreOurs() throws IOException {
        List<String> sizes = List.of("-1", "1000000000", "2147483648", "9223372036854775807");
        List<String> tokens =
                List.of("x", "AAAA", "eyJvZmZzZXQiOjF9", "%00", "..%2f", "n".repeat(9_000));
        for (ApiRoute route : withQuery()) {
            SampleMessages samples = SampleMessages.fresh(wire);
            Class<?> type = REQUESTS.of(route).orElseThrow();
            for (Leaf leaf : samples.leaves(type)) {
                // Histories have MLflow's answer: the largest page, not a refusal.
                List<String> wrong =
                        route.path().matches(".*/get-history(-bulk)?")
                                ? List.of("-1", "9223372036854775807")
                                : sizes;
                for (String value : extremes(leaf, wrong, tokens)) {
                    String query = query(samples.message(route, type), leaf.name(), value);
                    mustRefuse(
                            route + "?" + query,
                            checkRaw(route.method(), samples.path(route) + "?" + query, query));
                }
            }
        }
        for (ApiRoute route : withBody()) {
            SampleMessages samples = SampleMessages.fresh(wire);
            Class<?> type = REQUESTS.of(route).orElseThrow();
            for (Leaf leaf : samples.leaves(type)) {
                for (String value : extremes(leaf, sizes, tokens)) {
                    String raw = leaf.name().equals("max_results") ? value : Hostile.quoted(value);
                    String body = with(samples.message(route, type), leaf.pointer(), raw);
                    MlflowWire.Answer answer = send(route, samples, body);
                    check(route + leaf.pointer(), value, answer);
                    mustRefuse(route + leaf.pointer() + "=" + excerpt(value), answer.status());
                }
            }
        }
        assertClean();
    }

    /** What is stored is handed out as it came, and nothing in it is ever filled in. */
    @Test
    void storedTextIsNeverExpanded() {
        String model = "expanded-" + System.nanoTime();
        wire.post(
                        "registered-models/create",
                        Map.of("name", model, "description", Hostile.TEMPLATE))
                .ok();
        assertThat(
                        wire.get("registered-models/get", Map.of("name", model))
                                .ok()
                                .at("/registered_model/description"))
                .isEqualTo(Hostile.TEMPLATE);
        String experiment =
                wire.post(
                                "experiments/create",
                                Map.of(
                                        "name",
                                        Hostile.TEMPLATE + System.nanoTime(),
                                        "tags",
                                        List.of(Map.of("key", "k", "value", Hostile.TEMPLATE))))
                        .ok()
                        .at("/experiment_id");
        assertThat(
                        wire.get("experiments/get", Map.of("experiment_id", experiment))
                                .ok()
                                .at("/experiment/tags/0/value"))
                .isEqualTo(Hostile.TEMPLATE);
    }

    private static Stream<ApiRoute> routes() {
        return ApiRoutes.all().stream().filter(r -> !r.isOfTheTests());
    }

    private static List<ApiRoute> withBody() {
        return routes().filter(r -> !Set.of("GET", "HEAD").contains(r.method()))
                .filter(r -> readsMessage(r))
                .toList();
    }

    private static boolean readsMessage(ApiRoute route) {
        return Stream.of(route.java().getParameterTypes())
                .anyMatch(WireRequest.class::isAssignableFrom);
    }

    private static List<ApiRoute> withQuery() {
        List<ApiRoute> found =
                routes().filter(r -> !readsMessage(r) && REQUESTS.of(r).isPresent()).toList();
        assertThat(found).hasSizeGreaterThan(20);
        return found;
    }

    private static void forEach(List<ApiRoute> routes, Consumer<ApiRoute> work) {
        Together.run(
                THREADS,
                thread -> {
                    for (int i = thread; i < routes.size(); i += THREADS) {
                        work.accept(routes.get(i));
                    }
                    return thread;
                });
    }

    private static List<String> extremes(Leaf leaf, List<String> sizes, List<String> tokens) {
        return switch (leaf.name()) {
            case "max_results" -> sizes;
            case "page_token" -> tokens;
            case "filter" -> List.of("a=1 AND ".repeat(2_000), "(".repeat(4_000) + "a");
            default -> List.of();
        };
    }

    private MlflowWire.Answer send(ApiRoute route, SampleMessages samples, String body) {
        return wire.send(route.method(), samples.path(route), body);
    }

    private int checkRaw(String method, String target, String what) throws IOException {
        RawHttp.Answer answer = http.send(method, target, "Authorization: Bearer " + SECRET);
        if (answer.headers().stream().anyMatch(h -> h.startsWith("X-Injected"))) {
            violations.add(what + " injects a header");
        }
        boolean bodiless = method.equals("HEAD") || answer.text().isEmpty();
        check(what, "", new MlflowWire.Answer(answer.status(), bodiless ? "" : answer.text()));
        return answer.status();
    }

    private void mustRefuse(String what, int status) {
        if (status < 400) {
            violations.add(excerpt(what) + " is taken: " + status);
        }
    }

    private void check(String place, String value, MlflowWire.Answer answer) {
        String what = place + " = " + excerpt(value) + " -> " + answer.status();
        boolean notBuilt = answer.status() == 501;
        if (answer.status() >= 500 && !notBuilt) {
            violations.add(what + " " + excerpt(answer.text()));
        }
        if (answer.status() >= 400 && !answer.text().isEmpty()) {
            if (INSIDE.matcher(answer.text()).find() || answer.text().contains(home)) {
                violations.add(what + " tells: " + answer.text());
            }
            checkForm(what, answer);
        }
    }

    private void checkForm(String what, MlflowWire.Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.text());
            boolean message = body.path("message").isTextual() || body.path("detail").isTextual();
            if (!body.path("error_code").isTextual() || !message) {
                violations.add(what + " has another form: " + excerpt(answer.text()));
            }
        } catch (IOException noJson) {
            violations.add(what + " is no JSON: " + excerpt(answer.text()));
        }
        if (answer.text().length() > 2_000) {
            violations.add(what + " has a long answer: " + answer.text().length());
        }
    }

    private void assertClean() {
        assertThat(violations.stream().limit(60)).isEmpty();
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
        assertThat(log.lines()).noneMatch(line -> line.contains("error_id"));
    }

    /** A message with another value at one place, which may be raw JSON text. */
    private static String with(ObjectNode message, String pointer, String value) {
        JsonNode at = message;
        String[] steps = pointer.substring(1).split("/");
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode next = at instanceof ArrayNode ? at.get(0) : at.get(steps[i]);
            if (next == null && at instanceof ObjectNode object) {
                next =
                        steps[i + 1].equals("0")
                                ? object.putArray(steps[i])
                                : object.putObject(steps[i]);
            } else if (next == null && at instanceof ArrayNode array) {
                next = array.addObject();
            }
            at = next;
        }
        String last = steps[steps.length - 1];
        if (at instanceof ObjectNode object) {
            object.putRawValue(last, new RawValue(value));
        } else if (at instanceof ArrayNode array) {
            array.removeAll();
            array.addRawValue(new RawValue(value));
        }
        return message.toString();
    }

    private static String query(ObjectNode valid, String field, String raw) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : valid.properties()) {
            JsonNode value = one.getValue().isArray() ? one.getValue().get(0) : one.getValue();
            if (!one.getKey().equals(field)) {
                parts.add(
                        one.getKey()
                                + "="
                                + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8));
            }
        }
        parts.add(field + "=" + raw);
        return String.join("&", parts);
    }

    private static String excerpt(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "..." : text;
    }
}
