package org.tandemml.registry.webhook.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.tandemml.registry.event.StoredEvent;
import org.tandemml.registry.registeredmodel.Prompts;
import org.tandemml.registry.webhook.WebhookEvent;

/** Turns events into the messages that MLflow sends for them, field for field. */
final class Messages {
    private static final String PROMPT_TEXT = "mlflow.prompt.text";
    private static final String PROMPT_TYPE = "_mlflow_prompt_type";

    private Messages() {}

    /** The message for an event; empty if MLflow has none for it. */
    static Optional<Message> of(StoredEvent event) {
        boolean prompt = event.prompt();
        return switch (event.kind()) {
            case MODEL_CREATED -> Optional.of(modelCreated(event));
            case MODEL_TAG_SET ->
                    prompt
                            ? message(WebhookEvent.PROMPT_TAG_SET, tag(event, named(event), true))
                            : Optional.empty();
            case MODEL_TAG_DELETED ->
                    prompt
                            ? message(
                                    WebhookEvent.PROMPT_TAG_DELETED,
                                    tag(event, named(event), false))
                            : Optional.empty();
            case VERSION_CREATED ->
                    Optional.of(
                            isPromptVersion(event)
                                    ? promptVersionCreated(event)
                                    : versionCreated(event));
            case VERSION_TAG_SET ->
                    message(
                            prompt
                                    ? WebhookEvent.PROMPT_VERSION_TAG_SET
                                    : WebhookEvent.MODEL_VERSION_TAG_SET,
                            tag(event, version(event), true));
            case VERSION_TAG_DELETED ->
                    message(
                            prompt
                                    ? WebhookEvent.PROMPT_VERSION_TAG_DELETED
                                    : WebhookEvent.MODEL_VERSION_TAG_DELETED,
                            tag(event, version(event), false));
            case ALIAS_SET ->
                    message(
                            prompt
                                    ? WebhookEvent.PROMPT_ALIAS_CREATED
                                    : WebhookEvent.MODEL_VERSION_ALIAS_CREATED,
                            alias(event).put("version", number(event)));
            case ALIAS_DELETED ->
                    message(
                            prompt
                                    ? WebhookEvent.PROMPT_ALIAS_DELETED
                                    : WebhookEvent.MODEL_VERSION_ALIAS_DELETED,
                            alias(event));
            case MODEL_UPDATED,
                    MODEL_RENAMED,
                    MODEL_DELETED,
                    VERSION_UPDATED,
                    VERSION_DELETED,
                    VERSION_STAGE_CHANGED ->
                    Optional.empty();
        };
    }

    private static Optional<Message> message(WebhookEvent event, ObjectNode data) {
        return Optional.of(new Message(event, data));
    }

    private static Message modelCreated(StoredEvent event) {
        ObjectNode tags = tags(event);
        if (event.prompt()) {
            tags.remove(Prompts.TAG);
            tags.remove(PROMPT_TYPE);
        }
        ObjectNode data = named(event);
        data.set("tags", tags);
        // MLflow says "" for a model without description and null for a version without one.
        data.put("description", event.data().path("description").asText(""));
        return new Message(
                event.prompt()
                        ? WebhookEvent.PROMPT_CREATED
                        : WebhookEvent.REGISTERED_MODEL_CREATED,
                data);
    }

    private static Message versionCreated(StoredEvent event) {
        ObjectNode data = version(event);
        data.set("source", event.data().path("source"));
        data.set("run_id", orNull(event.data().path("run_id")));
        data.set("tags", tags(event));
        data.set("description", orNull(event.data().path("description")));
        return new Message(WebhookEvent.MODEL_VERSION_CREATED, data);
    }

    private static Message promptVersionCreated(StoredEvent event) {
        ObjectNode tags = tags(event);
        JsonNode template = tags.remove(PROMPT_TEXT);
        tags.remove(Prompts.TAG);
        tags.remove(PROMPT_TYPE);
        ObjectNode data = version(event);
        data.set("template", template == null ? NullNode.getInstance() : template);
        data.set("tags", tags);
        data.set("description", orNull(event.data().path("description")));
        return new Message(WebhookEvent.PROMPT_VERSION_CREATED, data);
    }

    private static boolean isPromptVersion(StoredEvent event) {
        String tag = event.data().path("tags").path(Prompts.TAG).asText("");
        return tag.equalsIgnoreCase("true");
    }

    private static ObjectNode named(StoredEvent event) {
        return JsonNodeFactory.instance.objectNode().put("name", event.model().value());
    }

    private static ObjectNode version(StoredEvent event) {
        return named(event).put("version", number(event));
    }

    private static String number(StoredEvent event) {
        return String.valueOf(event.version());
    }

    private static ObjectNode alias(StoredEvent event) {
        ObjectNode data = named(event);
        data.set("alias", event.data().path("alias"));
        return data;
    }

    private static ObjectNode tag(StoredEvent event, ObjectNode data, boolean withValue) {
        data.set("key", event.data().path("key"));
        if (withValue) {
            data.set("value", event.data().path("value"));
        }
        return data;
    }

    private static ObjectNode tags(StoredEvent event) {
        return event.data().path("tags") instanceof ObjectNode tags
                ? tags.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode orNull(JsonNode text) {
        return text.asText("").isEmpty() ? NullNode.getInstance() : text;
    }
}
