package org.tandemml.registry.wire;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;

/** Checks of fields that a call cannot do without, or not have too much of. */
public final class Required {
    /**
     * The largest number of tags, or of params, in one request. MLflow has a limit in log-batch
     * only, which is smaller.
     */
    public static final int MAX_ENTRIES = 10_000;

    private Required() {}

    /**
     * The value of a required field; text and lists must not be empty.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is missing
     */
    public static <T> T field(String name, @Nullable T value) {
        boolean empty =
                value == null
                        || value instanceof String text && text.isEmpty()
                        || value instanceof Collection<?> list && list.isEmpty();
        if (empty) {
            throw TandemException.invalid("Missing value for required parameter '" + name + "'.");
        }
        return value;
    }

    /**
     * Refuses more tags or params than one request may hold.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static void atMostEntries(String name, Collection<?> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw TandemException.invalid(
                    "Invalid value for parameter '"
                            + name
                            + "' supplied: it has "
                            + entries.size()
                            + " elements, at most "
                            + MAX_ENTRIES
                            + " are allowed.");
        }
    }
}
