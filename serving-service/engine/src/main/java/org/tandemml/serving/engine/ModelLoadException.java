package org.tandemml.serving.engine;

import org.jspecify.annotations.Nullable;

/** A model that cannot be served. The message is for the model's owner: what, where, and why. */
public final class ModelLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelLoadException(String message) {
        this(message, null);
    }

    public ModelLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
