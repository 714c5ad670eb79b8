package org.tandemml.registry.webhook.delivery;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.registry.webhook.SecretCipher;
import org.tandemml.registry.webhook.UnreadableSecretException;
import org.tandemml.registry.webhook.destination.Destinations;
import org.tandemml.registry.webhook.destination.UnreachableException;

/** Signs a message and sends it once. */
@Singleton
class Transmitter {
    private final Destinations destinations;
    private final SecretCipher cipher;
    private final PinnedHttp http;
    private final Clock clock;

    Transmitter(Destinations destinations, SecretCipher cipher, PinnedHttp http, Clock clock) {
        this.destinations = destinations;
        this.cipher = cipher;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Sends a message once.
     *
     * @param deliveryId the same for every attempt, so that the receiver can drop a double
     * @param attempt how many have failed before; each takes the next of the host's addresses
     */
    Outcome send(Receiver receiver, String deliveryId, String body, int attempt) {
        try {
            List<InetAddress> addresses = destinations.addresses(receiver.url());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return http.send(
                    new Post(receiver.url(), headers(receiver, deliveryId, bytes), bytes),
                    addresses.get(attempt % addresses.size()));
        } catch (UnreachableException unreachable) {
            return unreachable.isForbidden()
                    ? Outcome.forbidden(unreachable.getMessage())
                    : Outcome.unanswered(unreachable.getMessage());
        } catch (UnreadableSecretException unreadable) {
            // Another replica may have the right key.
            return Outcome.unanswered(unreadable.getMessage());
        }
    }

    private Map<String, String> headers(Receiver receiver, String deliveryId, byte[] body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "tandem-registry");
        headers.put("X-MLflow-Delivery-Id", deliveryId);
        headers.put("X-MLflow-Timestamp", timestamp);
        if (receiver.secret() != null) {
            headers.put(
                    "X-MLflow-Signature",
                    Signature.of(cipher.decrypt(receiver.secret()), deliveryId, timestamp, body));
        }
        return headers;
    }
}
