package org.tandemml.registry.webhook;

import org.tandemml.registry.wire.ProtoEnum;

/** What happens to it, in MLflow's words. */
public enum EventAction implements ProtoEnum {
    CREATED(1),
    UPDATED(2),
    DELETED(3),
    SET(4),
    EXCEEDED(5);

    private final int number;

    EventAction(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
