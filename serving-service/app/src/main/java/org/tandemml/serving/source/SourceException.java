package org.tandemml.serving.source;

import org.jspecify.annotations.Nullable;

/** A source that does not answer, or answers what cannot be used. The message may be shown. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    private SourceException(boolean temporary, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
    }

    /** The source cannot be reached or is busy: worth asking again soon. */
    public static SourceException unavailable(String message, @Nullable Throwable cause) {
        return new SourceException(true, message, cause);
    }

    /** The source answered, and what it said will not change by asking again. */
    public static SourceException refused(String message) {
        return new SourceException(false, message, null);
    }

    /** Whether asking again soon may help. */
    public boolean temporary() {
        return temporary;
    }
}
