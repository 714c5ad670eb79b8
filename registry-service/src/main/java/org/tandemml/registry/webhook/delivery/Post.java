package org.tandemml.registry.webhook.delivery;

import java.util.Map;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/**
 * A request to a receiver.
 *
 * @param headers beyond those that say where it goes and how long it is
 */
record Post(WebhookUrl url, Map<String, String> headers, byte[] body) {}
