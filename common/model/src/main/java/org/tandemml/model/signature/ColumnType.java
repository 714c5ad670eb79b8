package org.tandemml.model.signature;

import java.util.List;

/** The type of a column: a scalar, or something nested. */
public sealed interface ColumnType {

    /** One scalar. */
    record Scalar(DataType type) implements ColumnType {}

    /** A list of any length; JSON: an array. */
    record ArrayOf(ColumnType items) implements ColumnType {}

    /** Named properties; JSON: an object. Ordered by name, as MLflow writes them. */
    record ObjectOf(List<Property> properties) implements ColumnType {
        public ObjectOf {
            properties = List.copyOf(properties);
        }
    }

    /** Text keys of the sender's choice; JSON: an object. */
    record MapOf(ColumnType values) implements ColumnType {}

    /** Spark's vector: a list of doubles. */
    record SparkVector() implements ColumnType {}

    /** Anything; checked by nobody. */
    record Any() implements ColumnType {}

    /** A property of an {@link ObjectOf}. */
    record Property(String name, ColumnType type, boolean required) {}
}
