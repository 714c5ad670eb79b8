package org.tandemml.model.signature;

import org.jspecify.annotations.Nullable;

/**
 * A column of a schema.
 *
 * @param name null in a schema whose columns have no names and are told apart by position
 * @param type what its cells hold
 * @param required whether a request must bring it
 */
public record ColumnSpec(@Nullable String name, ColumnType type, boolean required) {
    /** A required column of a scalar type. */
    public static ColumnSpec of(String name, DataType type) {
        return new ColumnSpec(name, new ColumnType.Scalar(type), true);
    }
}
