package org.tandemml.serving.slot;

/** How a slot stands. */
public enum SlotState {
    /** Nothing is served yet; a load is under way or about to begin. */
    LOADING,
    /** What is served is what the registry points to. */
    READY,
    /** Nothing is served, for a reason that is shown. */
    FAILED,
    /**
     * The last good model is served: the registry is away, or what it points to cannot be loaded.
     */
    STALE
}
