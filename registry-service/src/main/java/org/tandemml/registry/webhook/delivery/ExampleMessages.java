package org.tandemml.registry.webhook.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tandemml.registry.webhook.WebhookEvent;

/** Messages for trying a webhook: the same fields as real ones. */
final class ExampleMessages {
    private static final String MODEL = "example-model";
    private static final String PROMPT = "example-prompt";
    private static final String VERSION = "version";

    private ExampleMessages() {}

    /** An example of what this event says. */
    static Message of(WebhookEvent event) {
        return new Message(
                event,
                switch (event) {
                    case REGISTERED_MODEL_CREATED -> described(named(MODEL));
                    case PROMPT_CREATED -> described(named(PROMPT));
                    case MODEL_VERSION_CREATED ->
                            described(
                                    version(MODEL)
                                            .put("source", "s3://example-bucket/model")
                                            .put("run_id", "00000000000000000000000000000000"));
                    case PROMPT_VERSION_CREATED ->
                            described(version(PROMPT).put("template", "Say {{word}}."));
                    case MODEL_VERSION_TAG_SET -> tag(version(MODEL), true);
                    case MODEL_VERSION_TAG_DELETED -> tag(version(MODEL), false);
                    case PROMPT_TAG_SET -> tag(named(PROMPT), true);
                    case PROMPT_TAG_DELETED -> tag(named(PROMPT), false);
                    case PROMPT_VERSION_TAG_SET -> tag(version(PROMPT), true);
                    case PROMPT_VERSION_TAG_DELETED -> tag(version(PROMPT), false);
                    case MODEL_VERSION_ALIAS_CREATED -> alias(MODEL).put(VERSION, "1");
                    case MODEL_VERSION_ALIAS_DELETED -> alias(MODEL);
                    case PROMPT_ALIAS_CREATED -> alias(PROMPT).put(VERSION, "1");
                    case PROMPT_ALIAS_DELETED -> alias(PROMPT);
                    case BUDGET_POLICY_EXCEEDED -> budget();
                });
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    private static ObjectNode version(String name) {
        return named(name).put(VERSION, "1");
    }

    private static ObjectNode alias(String name) {
        return named(name).put("alias", "champion");
    }

    private static ObjectNode tag(ObjectNode data, boolean withValue) {
        data.put("key", "team");
        return withValue ? data.put("value", "vision") : data;
    }

    private static ObjectNode described(ObjectNode data) {
        data.putObject("tags").put("team", "vision");
        return data.put("description", "Sent to try a webhook; nothing has happened.");
    }

    private static ObjectNode budget() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("budget_policy_id", "example-budget")
                .put("budget_unit", "USD")
                .put("budget_amount", 50.0)
                .put("current_spend", 51.25)
                .put("duration_unit", "MONTHS")
                .put("duration_value", 1)
                .put("target_scope", "ENDPOINT")
                .put("workspace", "default")
                .put("target_value", "example-endpoint")
                .put("window_start", 1_767_225_600_000L);
    }
}
