package org.tandemml.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

/** The calls on webhooks, with the settings that a server has by itself. */
@QuarkusTest
class WebhookWireTest {
    private static final String URL = "https://93.184.216.34/hook?key=k";
    private static final String SECRET = "hidden-hidden-hidden";

    private final MlflowWire wire = new MlflowWire();

    @Inject Sql sql;

    @AfterEach
    void deleteAll() {
        wire.get("webhooks", Map.of())
                .ok()
                .json()
                .path("webhooks")
                .forEach(webhook -> delete(webhook.path("webhook_id").asText()));
    }

    private void delete(String id) {
        wire.delete("webhooks/" + id, "{}").ok();
    }

    private static Map<String, Object> body(Object... more) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "name",
                                "my.hook",
                                "url",
                                URL,
                                "events",
                                List.of(Map.of("entity", "MODEL_VERSION", "action", "CREATED"))));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private Answer create(Object... more) {
        return wire.post("webhooks", body(more));
    }

    private String created(Object... more) {
        return create(more).ok().at("/webhook/webhook_id");
    }

    private static JsonNode stable(Answer answer) {
        JsonNode json = answer.ok().json();
        ((ObjectNode) json.path("webhook")).put("webhook_id", "<id>");
        return json;
    }

    @Test
    void createAnswersAllButTheSecret() {
        Answer full =
                create(
                        "description",
                        "about it",
                        "secret",
                        SECRET,
                        "status",
                        "DISABLED",
                        "events",
                        List.of(
                                Map.of("entity", "PROMPT_VERSION_TAG", "action", "SET"),
                                Map.of("entity", "REGISTERED_MODEL", "action", "CREATED"),
                                Map.of("entity", "REGISTERED_MODEL", "action", "CREATED")));
        Golden.assertMatches("webhooks/create-full", stable(full));
        Golden.assertMatches("webhooks/create-plain", stable(create()));
        assertThat(full.at("/webhook/webhook_id"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    }

    @Test
    void getUpdateAndDelete() {
        String id = created();
        assertThat(wire.get("webhooks/" + id, Map.of()).ok().at("/webhook/status"))
                .isEqualTo("ACTIVE");
        Answer updated =
                wire.patch(
                        "webhooks/" + id,
                        Map.of(
                                "name",
                                "other",
                                "description",
                                "d",
                                "url",
                                "https://1.1.1.1/x",
                                "status",
                                "DISABLED",
                                "events",
                                List.of(Map.of("entity", 2, "action", 1))));
        Golden.assertMatches("webhooks/update", stable(updated));
        assertThat(wire.get("webhooks/" + id, Map.of()).json()).isEqualTo(updated.json());
        wire.patch("webhooks/" + id, Map.of("name", "", "url", "", "events", List.of())).ok();
        assertThat(wire.get("webhooks/" + id, Map.of()).at("/webhook/name")).isEqualTo("other");
        assertThat(wire.delete("webhooks/" + id, "{}").ok().text()).isEqualTo("{}");
        wire.get("webhooks/" + id, Map.of()).notFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-4000-8000-000000000000",
                "x",
                "%00",
                "..%2F..",
                "a%20b",
                "%27"
            })
    void anUnknownIdIsNotFound(String id) {
        wire.get("webhooks/" + id, Map.of()).notFound();
        wire.patch("webhooks/" + id, Map.of("name", "x")).notFound();
        wire.delete("webhooks/" + id, "{}").notFound();
        wire.post("webhooks/" + id + "/test", Map.of()).notFound();
    }

    @Test
    void severalMayHaveOneName() {
        assertThat(created()).isNotEqualTo(created());
    }

    @Test
    void theAjaxTwinAnswersToo() {
        String id = created();
        assertThat(
                        wire.send("GET", "/ajax-api/2.0/mlflow/webhooks/" + id, null)
                                .ok()
                                .at("/webhook/webhook_id"))
                .isEqualTo(id);
    }

    @Test
    void listsTheNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, created());
        }
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            Answer page = wire.get("webhooks", Map.of("max_results", 2, "page_token", token)).ok();
            page.json().path("webhooks").forEach(w -> found.add(w.path("webhook_id").asText()));
            token = page.at("/next_page_token");
        } while (!token.isEmpty());
        assertThat(found).isEqualTo(ids);
        assertThat(wire.get("webhooks", Map.of()).ok().json().path("webhooks")).hasSize(5);
    }

    @Test
    void pagesHaveLimits() {
        for (String size : List.of("0", "-1", "1001", "x")) {
            wire.get("webhooks", Map.of("max_results", size)).invalid("max_results");
        }
        wire.get("webhooks", Map.of("max_results", 1000)).ok();
        wire.get("webhooks", Map.of("page_token", "garbage")).invalid("page_token");
    }

    @Test
    void requiredFieldsAreNamed() {
        for (String field : List.of("name", "url", "events")) {
            Map<String, Object> body = body();
            body.remove(field);
            wire.post("webhooks", body).invalid("'" + field + "'");
        }
        create("events", List.of()).invalid("'events'");
        create("events", List.of(Map.of("entity", "PROMPT"))).invalid("events[0].action");
        create("events", List.of(Map.of("action", "SET"))).invalid("events[0].entity");
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL,CREATED,events[0].entity",
        "ENTITY_UNSPECIFIED,CREATED,events[0].entity",
        "MODEL_VERSION,MADE,events[0].action",
        "MODEL_VERSION,DELETED,Invalid action DELETED for entity MODEL_VERSION",
        "REGISTERED_MODEL,UPDATED,[CREATED]",
        "PROMPT,SET,[CREATED]"
    })
    void unknownEventsAreRefused(String entity, String action, String message) {
        create("events", List.of(Map.of("entity", entity, "action", action))).invalid(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", ".a", "a b", "a/b", "\u00e9"})
    void namesHaveAForm(String name) {
        create("name", name).invalid("Invalid webhook name");
        create("name", "a".repeat(64)).invalid("63");
        created("name", "A" + "._-".repeat(20) + "0z");
    }

    @Test
    void textsHaveLimits() {
        created("description", "d".repeat(1000), "secret", "s".repeat(1000));
        create("description", "d".repeat(1001)).invalid("1000");
        create("secret", "s".repeat(1001)).invalid("1000");
        create("url", "https://1.1.1.1/" + "u".repeat(500)).invalid("500");
        create("status", "PAUSED").invalid("status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://93.184.216.34/",
                "ftp://93.184.216.34/",
                "https://127.0.0.1/",
                "https://localhost/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::ffff:169.254.169.254]/",
                "https://[fd00:ec2::254]/",
                "https://100.100.100.200/",
                "https://10.0.0.1/",
                "https://0/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://224.0.0.1/",
                "https://a.invalid/"
            })
    void urlsThatLeadInsideAreRefused(String url) {
        create("url", url).invalid("Invalid webhook URL");
        String id = created();
        wire.patch("webhooks/" + id, Map.of("url", url)).invalid("Invalid webhook URL");
        assertThat(wire.get("webhooks/" + id, Map.of()).at("/webhook/url")).isEqualTo(URL);
    }

    /** The row was written when that was allowed, or by somebody else. */
    @Test
    void aStoredUrlThatLeadsInsideIsRefusedWhenItIsTried() {
        String id = created();
        sql.update("UPDATE webhooks SET url = 'https://127.0.0.1:9/' WHERE webhook_id = ?", id);
        Answer answer = wire.post("webhooks/" + id + "/test", Map.of()).ok();
        assertThat(answer.json().at("/result/success").asBoolean()).isFalse();
        assertThat(answer.at("/result/error_message")).contains("not public");
        assertThat(answer.json().at("/result").has("response_status")).isFalse();
    }

    @Test
    void theSecretIsEncryptedAndNeverAnswered() {
        String id = created("secret", SECRET);
        List<Answer> answers =
                List.of(
                        create("secret", SECRET),
                        wire.get("webhooks/" + id, Map.of()),
                        wire.get("webhooks", Map.of()),
                        wire.patch("webhooks/" + id, Map.of("secret", SECRET)),
                        create("secret", SECRET + "\0"),
                        create("secret", List.of(SECRET)),
                        create("secret", Map.of(SECRET, SECRET)),
                        create("secret", SECRET.repeat(100)));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.text()).doesNotContain("hidden"));
        assertThat(stored(id)).isNotEmpty().doesNotContain("hidden");
        create("secret", 1234567).invalid("expected a string");
        assertThat(create("secret", 1234567).text()).doesNotContain("1234567");
        wire.patch("webhooks/" + id, Map.of("secret", "")).ok();
        assertThat(stored(id)).isEmpty();
    }

    private String stored(String id) {
        return sql.first(
                        "SELECT coalesce(secret, '') FROM webhooks WHERE webhook_id = ?",
                        row -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1),
                        id)
                .orElseThrow();
    }
}
