package org.tandemml.registry.webhook;

import org.tandemml.registry.wire.ProtoEnum;

/** Whether a webhook is told what happens. */
public enum WebhookStatus implements ProtoEnum {
    ACTIVE(1),
    DISABLED(2);

    private final int number;

    WebhookStatus(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
