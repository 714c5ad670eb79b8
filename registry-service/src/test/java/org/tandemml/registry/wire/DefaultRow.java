package org.tandemml.registry.wire;

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
    @Override
    public String toString() {
        return field + " | " + value;
    }
}
