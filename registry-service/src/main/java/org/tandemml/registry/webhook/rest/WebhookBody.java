package org.tandemml.registry.webhook.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.webhook.Webhook;
import org.tandemml.registry.webhook.WebhookStatus;

/** A webhook in an answer; its secret never is. */
record WebhookBody(
        String webhookId,
        String name,
        @Nullable String description,
        String url,
        List<EventBody> events,
        WebhookStatus status,
        long creationTimestamp,
        long lastUpdatedTimestamp) {

    static WebhookBody of(Webhook webhook) {
        return new WebhookBody(
                webhook.id(),
                webhook.name().value(),
                webhook.description() == null || webhook.description().isEmpty()
                        ? null
                        : webhook.description(),
                webhook.url().text(),
                webhook.events().stream().map(EventBody::of).toList(),
                webhook.status(),
                webhook.creationTime(),
                webhook.lastUpdatedTime());
    }
}
