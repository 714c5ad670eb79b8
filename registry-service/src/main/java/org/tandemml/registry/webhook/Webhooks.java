package org.tandemml.registry.webhook;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.identity.IdGenerator;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.webhook.destination.Destinations;
import org.tandemml.registry.wire.Required;

/** Webhooks. Names are looked up outside transactions: name servers may be slow. */
@Singleton
public class Webhooks {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{1,64}");

    private final WebhookRows rows;
    private final Destinations destinations;
    private final SecretCipher cipher;
    private final IdGenerator ids;
    private final Clock clock;

    Webhooks(
            WebhookRows rows,
            Destinations destinations,
            SecretCipher cipher,
            IdGenerator ids,
            Clock clock) {
        this.rows = rows;
        this.destinations = destinations;
        this.cipher = cipher;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Creates a webhook.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if a field is missing or messages may
     *     not go to the URL
     */
    public Webhook create(WebhookDraft draft) {
        long now = clock.millis();
        Webhook webhook =
                new Webhook(
                        ids.uuid(),
                        Required.field("name", draft.name()),
                        draft.description(),
                        Required.field("url", draft.url()),
                        Required.field("events", draft.events()),
                        draft.status() == null ? WebhookStatus.ACTIVE : draft.status(),
                        now,
                        now);
        destinations.requireAllowed(webhook.url());
        rows.insert(webhook, encrypted(webhook.id(), draft.secret()));
        return webhook;
    }

    /**
     * The webhook of this id.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public Webhook get(String id) {
        return known(id).flatMap(rows::find).orElseThrow(() -> unknown(id));
    }

    /** The webhook's secret, for signing; empty if it has none. */
    public Optional<StoredSecret> secret(Webhook webhook) {
        return rows.secret(webhook.id());
    }

    /**
     * Webhooks, the newest first.
     *
     * @param maxResults the size of the page, already checked
     */
    public Page<Webhook> list(int maxResults, @Nullable String pageToken) {
        return rows.page(maxResults, pageToken);
    }

    /**
     * Changes what the draft says, and leaves the rest.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}; {@code INVALID_PARAMETER_VALUE} if
     *     messages may not go to the new URL
     */
    public Webhook update(String id, WebhookDraft draft) {
        get(id);
        if (draft.url() != null) {
            destinations.requireAllowed(draft.url());
        }
        return rows.update(id, draft, encrypted(id, draft.secret()), clock.millis())
                .orElseThrow(() -> unknown(id));
    }

    /**
     * Deletes a webhook; what waits to be sent to it is dropped.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public void delete(String id) {
        if (!known(id).map(rows::delete).orElse(false)) {
            throw unknown(id);
        }
    }

    private @Nullable StoredSecret encrypted(String id, @Nullable SecretText secret) {
        return secret == null || secret.isEmpty() ? null : cipher.encrypt(id, secret);
    }

    private static Optional<String> known(String id) {
        return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }

    private static TandemException unknown(String id) {
        return TandemException.notFound("Webhook with ID " + Texts.excerpt(id) + " not found.");
    }
}
