package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.HookServer;
import org.tandemml.registry.testing.HookServer.Received;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;
import org.tandemml.registry.webhook.SecretText;
import org.tandemml.registry.webhook.WebhookEvent;

/** From a change over MLflow's wire to real receivers on this machine. */
@QuarkusTest
@TestProfile(WebhookDeliveryTest.Inside.class)
class WebhookDeliveryTest {
    private static final String SECRET = "hidden-hidden-hidden";
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final MlflowWire wire = new MlflowWire();
    private final String name = "hook-" + UUID.randomUUID();

    @Inject Sql sql;
    @Inject DeliveryQueue queue;

    /** A registry that sends to this machine. */
    public static final class Inside implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tandem.webhook.allow-private-ips",
                    "true",
                    "tandem.webhook.allowed-schemes",
                    "https,http",
                    "tandem.webhook.max-retries",
                    "1");
        }
    }

    @AfterEach
    void deleteAll() {
        wire.get("webhooks", Map.of())
                .json()
                .path("webhooks")
                .forEach(w -> wire.delete("webhooks/" + w.path("webhook_id").asText(), "{}").ok());
        assertThat(count("webhook_lanes") + count("webhook_deliveries")).isZero();
    }

    private int count(String table) {
        return sql.first("SELECT count(*) FROM " + table, row -> row.getInt(1)).orElseThrow();
    }

    private String hook(String url, WebhookEvent... events) {
        return hook(url, Map.of(), events);
    }

    private String hook(String url, Map<String, Object> more, WebhookEvent... events) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("name", "hook");
        body.put("url", url);
        body.put(
                "events",
                Arrays.stream(events)
                        .map(e -> Map.of("entity", e.entity().name(), "action", e.action().name()))
                        .toList());
        return wire.post("webhooks", body).ok().at("/webhook/webhook_id");
    }

    private void model(String model, Object... tags) {
        wire.post("registered-models/create", Map.of("name", model, "tags", List.of(tags))).ok();
    }

    private void version(String model, Object... tags) {
        String source = tags.length == 0 ? "s3://b/m" : "prompt-template";
        wire.post(
                        "model-versions/create",
                        Map.of("name", model, "source", source, "tags", List.of(tags)))
                .ok();
    }

    private void tag(String model, String key, String value) {
        wire.post(
                        "model-versions/set-tag",
                        Map.of("name", model, "version", "1", "key", key, "value", value))
                .ok();
    }

    @Test
    void aMessageIsSigned() throws Exception {
        try (HookServer server = HookServer.accepting()) {
            hook(server.url(), Map.of("secret", SECRET), WebhookEvent.REGISTERED_MODEL_CREATED);
            model(name);
            Received received = server.next();
            assertThat(received.path()).isEqualTo("/hook");
            assertThat(received.header("Content-Type")).isEqualTo("application/json");
            String id = received.header("X-MLflow-Delivery-Id");
            String timestamp = received.header("X-MLflow-Timestamp");
            assertThat(UUID.fromString(id)).hasToString(id);
            assertThat(Long.parseLong(timestamp))
                    .isCloseTo(
                            Instant.now().getEpochSecond(),
                            org.assertj.core.data.Offset.offset(60L));
            assertThat(received.header("X-MLflow-Signature"))
                    .isEqualTo(
                            Signature.of(
                                    new SecretText(SECRET),
                                    id,
                                    timestamp,
                                    received.body().getBytes(StandardCharsets.UTF_8)));
            assertThat(received.json().path("data"))
                    .hasToString("{\"name\":\"" + name + "\",\"tags\":{},\"description\":\"\"}");
        }
    }

    @Test
    void withoutASecretItIsNot() throws Exception {
        try (HookServer server = HookServer.accepting()) {
            hook(server.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            model(name);
            assertThat(server.next().headers()).doesNotContainKey("X-MLflow-Signature");
        }
    }

    /** What a client can do, and what it is told of, in this order. */
    @Test
    void allEventsOfAModelComeInOrder() throws Exception {
        try (HookServer server = HookServer.accepting()) {
            hook(server.url(), WebhookEvent.values());
            model(name);
            live(name);
            assertThat(next(server, 6))
                    .containsExactly(
                            "registered_model.created",
                            "model_version.created",
                            "model_version_tag.set",
                            "model_version_tag.deleted",
                            "model_version_alias.created",
                            "model_version_alias.deleted");
        }
    }

    @Test
    void allEventsOfAPromptToo() throws Exception {
        Map<String, String> mark = Map.of("key", "mlflow.prompt.is_prompt", "value", "true");
        try (HookServer server = HookServer.accepting()) {
            hook(server.url(), WebhookEvent.values());
            model(name, mark);
            live(name, mark, Map.of("key", "mlflow.prompt.text", "value", "Say {{x}}"));
            assertThat(next(server, 8))
                    .containsExactly(
                            "prompt.created",
                            "prompt_version.created",
                            "prompt_version_tag.set",
                            "prompt_version_tag.deleted",
                            "prompt_alias.created",
                            "prompt_alias.deleted",
                            "prompt_tag.set",
                            "prompt_tag.deleted");
            assertThat(server.all().get(1).json().at("/data/template").asText())
                    .isEqualTo("Say {{x}}");
        }
    }

    private void live(String model, Object... versionTags) {
        version(model, versionTags);
        tag(model, "k", "v");
        Map<String, String> key = Map.of("name", model, "version", "1", "key", "k");
        wire.delete("model-versions/delete-tag", key).ok();
        Map<String, String> alias = Map.of("name", model, "version", "1", "alias", "a");
        wire.post("registered-models/alias", alias).ok();
        wire.delete("registered-models/alias", Map.of("name", model, "alias", "a")).ok();
        wire.post("registered-models/set-tag", Map.of("name", model, "key", "k", "value", "v"))
                .ok();
        wire.delete("registered-models/delete-tag", Map.of("name", model, "key", "k")).ok();
        wire.patch("registered-models/update", Map.of("name", model, "description", "d")).ok();
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", model, "version", "1", "stage", "Production"))
                .ok();
        wire.delete("registered-models/delete", Map.of("name", model)).ok();
    }

    private static List<String> next(HookServer server, int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(server.next().event());
        }
        return events;
    }

    @Test
    void onlyWhatItAskedFor() throws Exception {
        try (HookServer server = HookServer.accepting();
                HookServer other = HookServer.accepting()) {
            hook(server.url(), WebhookEvent.MODEL_VERSION_TAG_SET);
            hook(other.url(), WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            version(name);
            tag(name, "k", "v");
            assertThat(server.next().event()).isEqualTo("model_version_tag.set");
            assertThat(other.next().event()).isEqualTo("model_version.created");
            assertThat(server.all()).hasSize(1);
            assertThat(other.all()).hasSize(1);
        }
    }

    @Test
    void manyChangesOfManyModelsStayInOrderForEach() throws Exception {
        int models = 6;
        int changes = 15;
        try (HookServer server = HookServer.accepting()) {
            hook(server.url(), WebhookEvent.MODEL_VERSION_TAG_SET);
            Together.run(
                    models,
                    m -> {
                        model(name + m);
                        version(name + m);
                        for (int i = 0; i < changes; i++) {
                            tag(name + m, "k", Integer.toString(i));
                        }
                        return m;
                    });
            Map<String, List<Integer>> values = new HashMap<>();
            for (int i = 0; i < models * changes; i++) {
                JsonNode data = server.next().json().path("data");
                values.computeIfAbsent(data.path("name").asText(), n -> new ArrayList<>())
                        .add(data.path("value").asInt());
            }
            assertThat(values).hasSize(models);
            assertThat(values.values()).allSatisfy(v -> assertThat(v).hasSize(changes).isSorted());
        }
    }

    /** The same delivery id tells the receiver that it is the same message. */
    @ParameterizedTest
    @CsvSource({"429", "500", "503"})
    void aMessageThatCannotBeTakenIsSentAgainAndHoldsBackTheNext(int status) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (HookServer server =
                HookServer.answering(request -> calls.incrementAndGet() == 1 ? status : 200)) {
            hook(
                    server.url(),
                    WebhookEvent.REGISTERED_MODEL_CREATED,
                    WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            version(name);
            Received first = server.next();
            Received again = server.next();
            assertThat(again.header("X-MLflow-Delivery-Id"))
                    .isEqualTo(first.header("X-MLflow-Delivery-Id"));
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(server.next().event()).isEqualTo("model_version.created");
        }
    }

    @Test
    void afterTheLastRetryTheNextMessageHasItsTurn() throws Exception {
        try (HookServer server =
                HookServer.answering(
                        request -> request.event().startsWith("registered") ? 503 : 200)) {
            hook(
                    server.url(),
                    WebhookEvent.REGISTERED_MODEL_CREATED,
                    WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            version(name);
            assertThat(next(server, 3))
                    .containsExactly(
                            "registered_model.created",
                            "registered_model.created",
                            "model_version.created");
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "302"})
    void aRefusedMessageIsNotSentAgain(int status) throws Exception {
        try (HookServer server =
                HookServer.answering(
                        request -> request.event().startsWith("registered") ? status : 200)) {
            hook(
                    server.url(),
                    WebhookEvent.REGISTERED_MODEL_CREATED,
                    WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            version(name);
            assertThat(next(server, 2))
                    .containsExactly("registered_model.created", "model_version.created");
        }
    }

    /** 503 and then accepted, and then refused: one count each, and a line for each failure. */
    @Test
    void whatComesOfMessagesIsCountedAndFailuresAreLogged() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<String> before = outcomes();
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler log = linesTo(lines);
        Logger sender = Logger.getLogger(Sender.class.getName());
        sender.addHandler(log);
        try (HookServer server =
                HookServer.answering(
                        request -> List.of(503, 200, 400).get(calls.getAndIncrement()))) {
            String id =
                    hook(
                            server.url(),
                            WebhookEvent.REGISTERED_MODEL_CREATED,
                            WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            version(name);
            String first = server.next().header("X-MLflow-Delivery-Id");
            server.next();
            String second = server.next().header("X-MLflow-Delivery-Id");
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (count("webhook_deliveries") > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(outcomes()).doesNotContainAnyElementsOf(before);
            assertThat(lines)
                    .filteredOn(line -> line.contains(id))
                    .satisfiesExactly(
                            line ->
                                    assertThat(line)
                                            .contains("of=registered_model.created", first)
                                            .contains("attempt=1 next=\"again in "),
                            line ->
                                    assertThat(line)
                                            .contains("of=model_version.created", second)
                                            .contains("attempt=1 next=\"given up\""));
            assertThat(lines).noneMatch(line -> line.contains(name) || line.contains("s3://"));
        } finally {
            sender.removeHandler(log);
        }
    }

    private static List<String> outcomes() {
        List<String> lines =
                RestAssured.get("/q/metrics")
                        .asString()
                        .lines()
                        .filter(line -> line.startsWith("tandem_webhook_deliveries_total"))
                        .toList();
        assertThat(lines).hasSize(3);
        return lines;
    }

    private static Handler linesTo(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(String.format(record.getMessage(), record.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void aReceiverThatHangsSlowsNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (HookServer hanging =
                        HookServer.answering(
                                request -> {
                                    end.await();
                                    return 200;
                                });
                HookServer server = HookServer.accepting()) {
            hook(hanging.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            hook(server.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                model(name + i);
                expected.add(name + i);
            }
            Set<String> told = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                told.add(server.next().json().at("/data/name").asText());
            }
            assertThat(told).isEqualTo(expected);
            assertThat(hanging.all()).hasSizeBetween(1, 4);
            end.countDown();
        }
    }

    @Test
    void aDisabledWebhookIsToldNothing() throws Exception {
        try (HookServer server = HookServer.accepting();
                HookServer witness = HookServer.accepting()) {
            String id = hook(server.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            hook(witness.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            wire.patch("webhooks/" + id, Map.of("status", "DISABLED")).ok();
            model(name);
            witness.next();
            wire.patch("webhooks/" + id, Map.of("status", "ACTIVE")).ok();
            model(name + "-2");
            assertThat(server.next().json().at("/data/name").asText()).isEqualTo(name + "-2");
        }
    }

    @Test
    void whatWaitsIsDroppedWithItsWebhook() throws Exception {
        try (HookServer server = HookServer.answering(request -> 503)) {
            String id = hook(server.url(), WebhookEvent.REGISTERED_MODEL_CREATED);
            model(name);
            server.next();
            wire.patch("webhooks/" + id, Map.of("status", "DISABLED")).ok();
            assertThat(count("webhook_deliveries")).isZero();
        }
    }

    @Test
    void aTrialSaysNoMoreThanTheClassOfTheStatus() throws Exception {
        AtomicInteger status = new AtomicInteger(204);
        try (HookServer server = HookServer.answering(request -> status.get())) {
            String id =
                    hook(
                            server.url(),
                            Map.of("secret", SECRET, "status", "DISABLED"),
                            WebhookEvent.MODEL_VERSION_CREATED);
            assertThat(trial(id, Map.of()))
                    .hasToString("{\"result\":{\"success\":true,\"response_status\":200}}");
            Received received = server.next();
            assertThat(received.event()).isEqualTo("model_version.created");
            assertThat(received.header("X-MLflow-Signature")).startsWith("v1,");

            status.set(418);
            JsonNode refused =
                    trial(id, Map.of("event", Map.of("entity", "PROMPT", "action", "CREATED")));
            assertThat(server.next().event()).isEqualTo("prompt.created");
            assertThat(refused.at("/result/success").asBoolean()).isFalse();
            assertThat(refused.at("/result/response_status").asInt()).isEqualTo(400);
            assertThat(refused.toString()).doesNotContain("418", "own words");

            status.set(302);
            assertThat(trial(id, Map.of()).at("/result/error_message").asText())
                    .contains("redirect");
            server.next();
            assertThat(server.all()).hasSize(3);
        }
    }

    private JsonNode trial(String id, Object body) {
        Answer answer = wire.post("webhooks/" + id + "/test", body).ok();
        assertThat(answer.text()).doesNotContain(SECRET);
        return answer.json();
    }

    @Test
    void aTrialOfNobodySaysSo() throws Exception {
        HookServer server = HookServer.accepting();
        String url = server.url();
        server.close();
        String id = hook(url, WebhookEvent.MODEL_VERSION_CREATED);
        JsonNode result = trial(id, Map.of()).path("result");
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.has("response_status")).isFalse();
        assertThat(result.path("error_message").asText()).contains("cannot be reached");
        wire.post("webhooks/" + id + "/test", Map.of("event", Map.of("entity", "PROMPT")))
                .invalid("event.action");
    }

    /** Puts messages into the queue that are due in a time that has not come. */
    private void plan(String webhookId, String model, int messages) {
        sql.update(
                "INSERT INTO webhook_lanes (webhook_number, model_name, due_time)"
                        + " SELECT webhook_number, ?, ? FROM webhooks WHERE webhook_id = ?",
                model,
                LATER.toEpochMilli(),
                webhookId);
        for (int i = 0; i < messages; i++) {
            sql.update(
                    "INSERT INTO webhook_deliveries (lane_number, delivery_id, event, body)"
                            + " SELECT lane_number, ?, 'e', '{}' FROM webhook_lanes"
                            + " WHERE model_name = ?",
                    model + "/" + i,
                    model);
        }
    }

    private String later() {
        return hook("https://hooks.invalid/", WebhookEvent.BUDGET_POLICY_EXCEEDED);
    }

    @Test
    void eachLaneIsInOnePairOfHands() {
        String id = later();
        for (int i = 0; i < 24; i++) {
            plan(id, name + i, 2);
        }
        List<List<String>> taken =
                Together.run(
                        8,
                        thread -> {
                            List<String> mine = new ArrayList<>();
                            for (int i = 0; i < 10; i++) {
                                queue.claim(LATER, List.of(), 4).forEach(d -> mine.add(d.id()));
                            }
                            return mine;
                        });
        assertThat(taken.stream().flatMap(Collection::stream))
                .hasSize(24)
                .doesNotHaveDuplicates()
                .allMatch(delivery -> delivery.endsWith("/0"));
    }

    @Test
    void theMessagesOfALaneFollowEachOther() {
        plan(later(), name, 3);
        Delivery first = only(LATER);
        assertThat(first.id()).endsWith("/0");
        assertThat(queue.claim(LATER, List.of(), 9)).isEmpty();
        Delivery second = queue.remove(first, LATER, true).orElseThrow();
        assertThat(second.id()).endsWith("/1");
        assertThat(queue.claim(LATER, List.of(), 9)).isEmpty();
        assertThat(queue.remove(second, LATER, false)).isEmpty();
        Delivery third = only(LATER);
        assertThat(third.id()).endsWith("/2");
        queue.retry(third, LATER.plusSeconds(5));
        assertThat(queue.claim(LATER.plusSeconds(4), List.of(), 9)).isEmpty();
        Delivery again = only(LATER.plusSeconds(5));
        assertThat(again.id()).endsWith("/2");
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(queue.remove(again, LATER, true)).isEmpty();
        assertThat(count("webhook_lanes")).isZero();
    }

    /** Whoever took the message was killed, or so slow that it looked like it. */
    @Test
    void aMessageComesFreeByItself() {
        plan(later(), name, 2);
        Delivery lost = only(LATER);
        Instant after = LATER.plus(DeliveryQueue.LEASE);
        Delivery taken = only(after);
        assertThat(taken.id()).isEqualTo(lost.id());
        queue.retry(lost, LATER);
        assertThat(queue.claim(after, List.of(), 9)).as("the late one has no say").isEmpty();
        assertThat(queue.remove(lost, after, true)).isEmpty();
        Optional<Delivery> next = queue.remove(taken, after, true);
        assertThat(next).map(Delivery::id).hasValueSatisfying(id -> assertThat(id).endsWith("/1"));
        queue.remove(next.orElseThrow(), after, true);
    }

    @Test
    void webhooksThatAreFullAreLeftOut() {
        plan(later(), name, 1);
        long number = only(LATER).webhookNumber();
        Instant after = LATER.plus(DeliveryQueue.LEASE);
        assertThat(queue.claim(after, List.of(number), 9)).isEmpty();
        assertThat(queue.claim(after, List.of(), 9)).hasSize(1);
    }

    private Delivery only(Instant now) {
        List<Delivery> taken = queue.claim(now, List.of(), 9);
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    @Test
    void aRenamedModelStaysInItsLane() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (HookServer server =
                HookServer.answering(request -> calls.incrementAndGet() == 1 ? 503 : 200)) {
            hook(
                    server.url(),
                    WebhookEvent.REGISTERED_MODEL_CREATED,
                    WebhookEvent.MODEL_VERSION_CREATED);
            model(name);
            server.next();
            wire.post("registered-models/rename", Map.of("name", name, "new_name", name + "-2"))
                    .ok();
            version(name + "-2");
            assertThat(next(server, 2))
                    .containsExactly("registered_model.created", "model_version.created");
        }
    }
}
