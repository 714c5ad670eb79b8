package org.tandemml.registry.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/**
 * A webhook, without its secret.
 *
 * @param id given when it was created, a UUID
 * @param events what it is told, at least one
 * @param creationTime in milliseconds, as are all times
 */
public record Webhook(
        String id,
        WebhookName name,
        @Nullable String description,
        WebhookUrl url,
        List<WebhookEvent> events,
        WebhookStatus status,
        long creationTime,
        long lastUpdatedTime) {
    public Webhook {
        events = List.copyOf(events);
    }
}
