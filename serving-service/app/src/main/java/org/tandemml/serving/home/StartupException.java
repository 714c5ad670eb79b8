package org.tandemml.serving.home;

import org.jspecify.annotations.Nullable;

/**
 * Why the service does not start: one line that says what to do, shown to whoever started it. It
 * holds no secret.
 */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String line, @Nullable Throwable cause) {
        super(line.strip().replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** The line; never null for this exception. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
