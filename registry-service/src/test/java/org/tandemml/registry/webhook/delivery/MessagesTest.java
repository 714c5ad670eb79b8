package org.tandemml.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemml.model.ModelName;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.StoredEvent;
import org.tandemml.registry.webhook.WebhookEvent;

/** Fields and their order are those that MLflow 3.18.0 sends, seen at a receiver. */
class MessagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static StoredEvent event(EventKind kind, boolean prompt, String data) {
        VersionNumber version = kind.name().startsWith("MODEL") ? null : new VersionNumber(3);
        return new StoredEvent(TIME, kind, new ModelName("m"), version, object(data), prompt);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (IOException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "MODEL_CREATED|false|{'tags':{'a':'b'},'description':'d'}"
                        + "|registered_model.created|{'name':'m','tags':{'a':'b'},'description':'d'}",
                "MODEL_CREATED|false|{'tags':{}}"
                        + "|registered_model.created|{'name':'m','tags':{},'description':''}",
                "MODEL_CREATED|true"
                        + "|{'tags':{'a':'b','mlflow.prompt.is_prompt':'true','_mlflow_prompt_type':'text'}}"
                        + "|prompt.created|{'name':'m','tags':{'a':'b'},'description':''}",
                "VERSION_CREATED|false|{'source':'s','run_id':'r','tags':{'a':'b'},'description':'d'}"
                        + "|model_version.created|{'name':'m','version':'3','source':'s','run_id':'r',"
                        + "'tags':{'a':'b'},'description':'d'}",
                "VERSION_CREATED|false|{'source':'s','run_id':'','tags':{},'description':''}"
                        + "|model_version.created|{'name':'m','version':'3','source':'s','run_id':null,"
                        + "'tags':{},'description':null}",
                "VERSION_CREATED|true|{'source':'s','run_id':'','tags':{'a':'b',"
                        + "'mlflow.prompt.is_prompt':'True','mlflow.prompt.text':'t','_mlflow_prompt_type':'text'}}"
                        + "|prompt_version.created|{'name':'m','version':'3','template':'t','tags':{'a':'b'},"
                        + "'description':null}",
                "VERSION_TAG_SET|false|{'key':'k','value':'v'}"
                        + "|model_version_tag.set|{'name':'m','version':'3','key':'k','value':'v'}",
                "VERSION_TAG_SET|true|{'key':'k','value':'v'}"
                        + "|prompt_version_tag.set|{'name':'m','version':'3','key':'k','value':'v'}",
                "VERSION_TAG_DELETED|false|{'key':'k'}"
                        + "|model_version_tag.deleted|{'name':'m','version':'3','key':'k'}",
                "VERSION_TAG_DELETED|true|{'key':'k'}"
                        + "|prompt_version_tag.deleted|{'name':'m','version':'3','key':'k'}",
                "MODEL_TAG_SET|true|{'key':'k','value':'v'}"
                        + "|prompt_tag.set|{'name':'m','key':'k','value':'v'}",
                "MODEL_TAG_DELETED|true|{'key':'k'}|prompt_tag.deleted|{'name':'m','key':'k'}",
                "ALIAS_SET|false|{'alias':'a','previous_version':1}"
                        + "|model_version_alias.created|{'name':'m','alias':'a','version':'3'}",
                "ALIAS_SET|true|{'alias':'a'}"
                        + "|prompt_alias.created|{'name':'m','alias':'a','version':'3'}",
                "ALIAS_DELETED|false|{'alias':'a'}"
                        + "|model_version_alias.deleted|{'name':'m','alias':'a'}",
                "ALIAS_DELETED|true|{'alias':'a'}|prompt_alias.deleted|{'name':'m','alias':'a'}"
            })
    void anEventBecomesMlflowsMessage(
            EventKind kind, boolean prompt, String data, String name, String expected) {
        Message message = Messages.of(event(kind, prompt, data)).orElseThrow();
        assertThat(message.event().text()).isEqualTo(name);
        assertThat(message.data().toString()).isEqualTo(object(expected).toString());
    }

    @Test
    void whatMlflowDoesNotTellIsNotTold() {
        Set<EventKind> silent =
                EnumSet.of(
                        EventKind.MODEL_UPDATED,
                        EventKind.MODEL_RENAMED,
                        EventKind.MODEL_DELETED,
                        EventKind.VERSION_UPDATED,
                        EventKind.VERSION_DELETED,
                        EventKind.VERSION_STAGE_CHANGED,
                        EventKind.MODEL_TAG_SET,
                        EventKind.MODEL_TAG_DELETED);
        assertThat(EventKind.values())
                .filteredOn(kind -> Messages.of(event(kind, false, "{}")).isEmpty())
                .containsExactlyInAnyOrderElementsOf(silent);
    }

    @Test
    void theBodyNamesTheEventAndWhenItHappened() {
        Message message =
                Messages.of(event(EventKind.VERSION_TAG_DELETED, false, "{'key':'\u00e9'}"))
                        .orElseThrow();
        assertThat(message.body(TIME))
                .isEqualTo(
                        "{\"entity\":\"model_version_tag\",\"action\":\"deleted\","
                                + "\"timestamp\":\"2026-01-02T03:04:05.678000+00:00\","
                                + "\"data\":{\"name\":\"m\",\"version\":\"3\",\"key\":\"\u00e9\"}}");
    }

    /** So that a receiver that was tried works. */
    @ParameterizedTest
    @EnumSource(
            value = WebhookEvent.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "BUDGET_POLICY_EXCEEDED")
    void anExampleHasTheFieldsOfARealMessage(WebhookEvent wanted) {
        String data =
                "{'tags':{'mlflow.prompt.is_prompt':'true','mlflow.prompt.text':'t'},"
                        + "'description':'d','source':'s','run_id':'r','key':'k','value':'v',"
                        + "'alias':'a'}";
        boolean prompt = wanted.name().startsWith("PROMPT");
        String plain = prompt ? data : data.replace("'true'", "'false'");
        Message real =
                Arrays.stream(EventKind.values())
                        .flatMap(kind -> Messages.of(event(kind, prompt, plain)).stream())
                        .filter(message -> message.event() == wanted)
                        .findFirst()
                        .orElseThrow();
        assertThat(fields(ExampleMessages.of(wanted).data()))
                .containsExactlyInAnyOrderElementsOf(fields(real.data()));
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everyExampleIsOfItsEvent() {
        assertThat(WebhookEvent.values())
                .allSatisfy(
                        event -> {
                            Message example = ExampleMessages.of(event);
                            assertThat(example.event()).isEqualTo(event);
                            assertThat(example.data()).isNotEmpty();
                        });
    }
}
