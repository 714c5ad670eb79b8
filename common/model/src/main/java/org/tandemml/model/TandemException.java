package org.tandemml.model;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a code and a message that the caller may read: it says what was wrong, where, and
 * what was expected. It knows nothing of HTTP.
 */
public class TandemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param code what kind of failure
     * @param message for the caller; holds no secret and no path of this machine
     */
    public TandemException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * @param code what kind of failure
     * @param message for the caller; holds no secret and no path of this machine
     * @param cause for the log, never shown to the caller
     */
    public TandemException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A field that is missing, malformed or out of range. */
    public static TandemException invalid(String message) {
        return new TandemException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /** A named thing that does not exist. */
    public static TandemException notFound(String message) {
        return new TandemException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
    }

    /** A create whose name is taken. */
    public static TandemException alreadyExists(String message) {
        return new TandemException(ErrorCode.RESOURCE_ALREADY_EXISTS, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** The message; never null for this exception. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}
