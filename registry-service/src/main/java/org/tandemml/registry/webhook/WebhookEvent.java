package org.tandemml.registry.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tandemml.model.TandemException;

/** What a webhook can ask to be told: the pairs of entity and action that MLflow has. */
public enum WebhookEvent {
    REGISTERED_MODEL_CREATED(EventEntity.REGISTERED_MODEL, EventAction.CREATED),
    MODEL_VERSION_CREATED(EventEntity.MODEL_VERSION, EventAction.CREATED),
    MODEL_VERSION_TAG_SET(EventEntity.MODEL_VERSION_TAG, EventAction.SET),
    MODEL_VERSION_TAG_DELETED(EventEntity.MODEL_VERSION_TAG, EventAction.DELETED),
    MODEL_VERSION_ALIAS_CREATED(EventEntity.MODEL_VERSION_ALIAS, EventAction.CREATED),
    MODEL_VERSION_ALIAS_DELETED(EventEntity.MODEL_VERSION_ALIAS, EventAction.DELETED),
    PROMPT_CREATED(EventEntity.PROMPT, EventAction.CREATED),
    PROMPT_VERSION_CREATED(EventEntity.PROMPT_VERSION, EventAction.CREATED),
    PROMPT_TAG_SET(EventEntity.PROMPT_TAG, EventAction.SET),
    PROMPT_TAG_DELETED(EventEntity.PROMPT_TAG, EventAction.DELETED),
    PROMPT_VERSION_TAG_SET(EventEntity.PROMPT_VERSION_TAG, EventAction.SET),
    PROMPT_VERSION_TAG_DELETED(EventEntity.PROMPT_VERSION_TAG, EventAction.DELETED),
    PROMPT_ALIAS_CREATED(EventEntity.PROMPT_ALIAS, EventAction.CREATED),
    PROMPT_ALIAS_DELETED(EventEntity.PROMPT_ALIAS, EventAction.DELETED),
    /** Can be asked for, and never happens: there are no budgets here. */
    BUDGET_POLICY_EXCEEDED(EventEntity.BUDGET_POLICY, EventAction.EXCEEDED);

    private final EventEntity entity;
    private final EventAction action;

    WebhookEvent(EventEntity entity, EventAction action) {
        this.entity = entity;
        this.action = action;
    }

    public EventEntity entity() {
        return entity;
    }

    public EventAction action() {
        return action;
    }

    /** As it is written in messages and stored, for example {@code model_version_tag.set}. */
    public String text() {
        return lower(entity) + "." + lower(action);
    }

    /**
     * The event of this pair.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the entity has no such action
     */
    public static WebhookEvent of(EventEntity entity, EventAction action) {
        return Arrays.stream(values())
                .filter(event -> event.entity == entity && event.action == action)
                .findFirst()
                .orElseThrow(() -> noSuch(entity, action));
    }

    /** The event of a stored text. */
    public static WebhookEvent ofText(String text) {
        return Arrays.stream(values())
                .filter(event -> event.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No event: " + text));
    }

    private static TandemException noSuch(EventEntity entity, EventAction action) {
        List<String> actions =
                Arrays.stream(values())
                        .filter(event -> event.entity == entity)
                        .map(event -> event.action.name())
                        .toList();
        return TandemException.invalid(
                "Invalid action "
                        + action
                        + " for entity "
                        + entity
                        + "; expected one of "
                        + actions
                        + ".");
    }

    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
