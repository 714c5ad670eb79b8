package org.tandemml.http.settings;

/**
 * A setting that cannot be used, in one line for whoever set it: its variable, its value and what
 * is expected.
 */
public final class WrongSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line for whoever set it; it holds no secret
     */
    public WrongSettingException(String line) {
        super(line);
    }

    /** The line; never null for this exception. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
