package org.tandemml.registry.webhook.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.tandemml.registry.webhook.WebhookEvent;

/**
 * What a receiver is told.
 *
 * @param data what MLflow says of such an event
 */
record Message(WebhookEvent event, ObjectNode data) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** The body of the request: JSON text. */
    String body(Instant time) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("entity", event.entity().name().toLowerCase(Locale.ROOT));
        body.put("action", event.action().name().toLowerCase(Locale.ROOT));
        body.put("timestamp", TIME.format(time));
        body.set("data", data);
        return body.toString();
    }
}
