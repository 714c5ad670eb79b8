package org.tandemml.registry.webhook.delivery;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.identity.IdGenerator;
import org.tandemml.registry.webhook.Webhook;
import org.tandemml.registry.webhook.WebhookEvent;
import org.tandemml.registry.webhook.Webhooks;

/** Sends an example to a webhook, for whoever sets it up. */
@Singleton
public class WebhookTrial {
    private final Webhooks webhooks;
    private final Transmitter transmitter;
    private final IdGenerator ids;
    private final Clock clock;

    WebhookTrial(Webhooks webhooks, Transmitter transmitter, IdGenerator ids, Clock clock) {
        this.webhooks = webhooks;
        this.transmitter = transmitter;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What came of it. Of the receiver's answer no more is said than the class of its status: it
     * may come from inside a network that the caller does not see.
     *
     * @param status 200, 300, 400 or 500; null if there was no answer
     * @param error why it did not succeed, null if it did
     */
    public record Result(boolean success, @Nullable Integer status, @Nullable String error) {}

    /**
     * Sends an example once, also to a webhook that is disabled.
     *
     * @param event what the example is of; null: the first that the webhook is told
     * @throws org.tandemml.model.TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public Result send(String id, @Nullable WebhookEvent event) {
        Webhook webhook = webhooks.get(id);
        Receiver receiver = new Receiver(webhook.url(), webhooks.secret(webhook).orElse(null));
        Message example = ExampleMessages.of(event == null ? webhook.events().get(0) : event);
        Outcome outcome = transmitter.send(receiver, ids.uuid(), example.body(clock.instant()), 0);
        return new Result(
                outcome.isAccepted(),
                outcome.statusClass() == 0 ? null : outcome.statusClass() * 100,
                outcome.isAccepted() ? null : "The example was not accepted: " + outcome.reason());
    }
}
