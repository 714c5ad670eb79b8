package org.tandemml.registry.webhook;

import org.tandemml.registry.wire.ProtoEnum;

/** What an event happens to, in MLflow's words. */
public enum EventEntity implements ProtoEnum {
    REGISTERED_MODEL(1),
    MODEL_VERSION(2),
    MODEL_VERSION_TAG(3),
    MODEL_VERSION_ALIAS(4),
    PROMPT(5),
    PROMPT_VERSION(6),
    PROMPT_TAG(7),
    PROMPT_VERSION_TAG(8),
    PROMPT_ALIAS(9),
    BUDGET_POLICY(10);

    private final int number;

    EventEntity(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
