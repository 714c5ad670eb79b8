package org.tandemml.registry.webhook.settings;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;
import org.tandemml.http.settings.Expected;

/** What webhooks may do. The defaults stand in {@code application.properties}. */
@ConfigMapping(prefix = "tandem.webhook")
public interface WebhookConfig {
    /** Schemes that the URL of a webhook may have: {@code https}, {@code http}. */
    @Expected("https, http or both, separated by a comma")
    Set<String> allowedSchemes();

    /**
     * {@code true}: webhooks may go to loopback, private and other addresses that are not public.
     */
    boolean allowPrivateIps();

    /** How often a message is sent again that the receiver could not take (429, 5xx, no answer). */
    @Expected(value = "a whole number from 0 to 100", least = "0", most = "100")
    int maxRetries();

    /**
     * 32 random bytes in base64 that encrypt the secrets of webhooks in the database; the same for
     * all replicas. Unset: made at first use, in the home.
     */
    Optional<String> secretEncryptionKey();
}
