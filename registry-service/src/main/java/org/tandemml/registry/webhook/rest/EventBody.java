package org.tandemml.registry.webhook.rest;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.webhook.EventAction;
import org.tandemml.registry.webhook.EventEntity;
import org.tandemml.registry.webhook.WebhookEvent;
import org.tandemml.registry.wire.Required;

/** An event on the wire. */
record EventBody(@Nullable EventEntity entity, @Nullable EventAction action) {

    static EventBody of(WebhookEvent event) {
        return new EventBody(event.entity(), event.action());
    }

    /** The events of a request; null if it names none. */
    static @Nullable List<WebhookEvent> read(@Nullable List<EventBody> events) {
        return events == null || events.isEmpty()
                ? null
                : IntStream.range(0, events.size())
                        .mapToObj(i -> events.get(i).read("events[" + i + "]"))
                        .toList();
    }

    /** The event that this names. */
    WebhookEvent read(String field) {
        return WebhookEvent.of(
                Required.field(field + ".entity", entity),
                Required.field(field + ".action", action));
    }
}
