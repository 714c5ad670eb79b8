package org.tandemml.registry.webhook;

/** A stored secret was encrypted with another key, or was changed. */
public final class UnreadableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String webhookId, Throwable cause) {
        super(
                "The secret of webhook "
                        + webhookId
                        + " cannot be read with this server's key: give all replicas the"
                        + " TANDEM_WEBHOOK_SECRET_ENCRYPTION_KEY that it was stored with, or set"
                        + " the secret again.",
                cause);
    }

    /** The message; never null for this exception. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
