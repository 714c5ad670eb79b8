package org.tandemml.registry.webhook;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/**
 * What a request says of a webhook. A field that is null is not said: an update leaves it as it is.
 *
 * @param events what it is to be told; each once, in the order of their texts, as MLflow has them
 * @param secret signs its messages; empty: they are not signed
 */
public record WebhookDraft(
        @Nullable WebhookName name,
        @Nullable String description,
        @Nullable WebhookUrl url,
        @Nullable List<WebhookEvent> events,
        @Nullable SecretText secret,
        @Nullable WebhookStatus status) {
    private static final int MAX_DESCRIPTION_LENGTH = 1000;

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public WebhookDraft {
        if (description != null) {
            Texts.requireLength("description", description, MAX_DESCRIPTION_LENGTH);
        }
        events =
                events == null
                        ? null
                        : events.stream()
                                .distinct()
                                .sorted(Comparator.comparing(WebhookEvent::text))
                                .toList();
    }
}
