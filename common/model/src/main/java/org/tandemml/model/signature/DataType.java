package org.tandemml.model.signature;

import java.util.Arrays;
import java.util.Optional;

/** MLflow's scalar types. */
public enum DataType {
    BOOLEAN("boolean"),
    /** 32-bit signed. */
    INTEGER("integer"),
    /** 64-bit signed. */
    LONG("long"),
    /** IEEE 754 binary32. */
    FLOAT("float"),
    /** IEEE 754 binary64. */
    DOUBLE("double"),
    STRING("string"),
    /** Bytes; base64 text in JSON. */
    BINARY("binary"),
    /** An instant in UTC, nanoseconds; ISO 8601 text in JSON. */
    DATETIME("datetime");

    private final String wireName;

    DataType(String wireName) {
        this.wireName = wireName;
    }

    /** MLflow's word for the type. */
    public String wireName() {
        return wireName;
    }

    /** Whether every value of this type is a value of the other, exactly. */
    public boolean widensTo(DataType other) {
        return this == other
                || switch (this) {
                    case INTEGER -> other == LONG || other == DOUBLE;
                    case FLOAT -> other == DOUBLE;
                    default -> false;
                };
    }

    /** The type with this word; empty if there is none. */
    public static Optional<DataType> find(String wireName) {
        return Arrays.stream(values()).filter(t -> t.wireName.equals(wireName)).findFirst();
    }
}
