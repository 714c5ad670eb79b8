package org.tandemml.registry.search.fields;

/** How values of a field are written in a filter, compared and ordered. */
public enum FieldType {
    /** Quoted text; ordered by code points. */
    TEXT,
    /** A bare number, stored as {@code bigint} or {@code int}. */
    INTEGER,
    /**
     * A bare number, stored as {@code double precision}; NaN is neither above nor below any number.
     */
    REAL
}
