package org.tandemml.serving.source;

/** What a slot should serve now. */
public sealed interface Wanted {
    /** This release. */
    record Served(Release release) implements Wanted {}

    /** Nothing, for a reason that its callers may read. */
    record Nothing(String reason) implements Wanted {}

    /** Whatever it serves already: what it points to is not ready yet. */
    record Unchanged(String reason) implements Wanted {}
}
