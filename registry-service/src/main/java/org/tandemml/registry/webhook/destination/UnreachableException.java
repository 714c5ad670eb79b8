package org.tandemml.registry.webhook.destination;

import org.jspecify.annotations.Nullable;

/** A message cannot be sent to where a URL leads. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forbidden;

    UnreachableException(String reason, boolean forbidden, @Nullable Throwable cause) {
        super(reason, cause);
        this.forbidden = forbidden;
    }

    /** Whether it must not be sent; if not, trying again may help. */
    public boolean isForbidden() {
        return forbidden;
    }

    /** What is wrong, without addresses: the caller might learn from them what is inside. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
