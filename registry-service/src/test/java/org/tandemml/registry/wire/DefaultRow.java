package org.tandemml.registry.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A row of a table of defaults.
 *
 * @param field that a request leaves out
 * @param value what stands for it
 * @param seen what stands for it here, in the same words
 * @param <T> the test that asks
 */
record DefaultRow<T>(String field, String value, Function<T, Object> seen) {

    /** A value in the words of such a table. */
    static String text(JsonNode value) {
        return value.isTextual() && value.textValue().isEmpty() ? "empty text" : value.toString();
    }

    @Override
    public String toString() {
        return field + " | " + value;
    }
}
