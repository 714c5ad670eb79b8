package org.tandemml.serving.cache;

/** A cached model that is not what was stored. */
public final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what differs
     */
    public DamagedException(String message) {
        super(message);
    }
}
