package org.tandemml.registry.webhook;

/**
 * A webhook's secret as it stands in the database, encrypted; {@link SecretCipher} reads it.
 *
 * @param webhookId the only webhook for which it can be read
 */
public record StoredSecret(String webhookId, byte[] bytes) {
    @Override
    public String toString() {
        return "(encrypted secret)";
    }
}
