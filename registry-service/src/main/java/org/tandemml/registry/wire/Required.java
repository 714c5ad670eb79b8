package org.tandemml.registry.wire;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;

/** Checks of fields that a call cannot do without. */
public final class Required {
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
}
