package org.tandemml.registry.webhook.delivery;

import org.jspecify.annotations.Nullable;
import org.tandemml.registry.webhook.StoredSecret;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/**
 * Where a message goes.
 *
 * @param secret signs it; null: it is not signed
 */
record Receiver(WebhookUrl url, @Nullable StoredSecret secret) {}
