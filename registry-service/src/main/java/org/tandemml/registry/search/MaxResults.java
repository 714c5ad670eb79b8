package org.tandemml.registry.search;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;

/** The check of a request's {@code max_results}. */
public final class MaxResults {
    private MaxResults() {}

    /**
     * The size of a page.
     *
     * @param given what the caller asked for; null: nothing
     * @param standard what it is then
     * @param max the largest that is allowed
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} unless it is between 1 and max
     */
    public static int check(@Nullable Long given, int standard, int max) {
        if (given == null) {
            return standard;
        }
        if (given < 1 || given > max) {
            throw TandemException.invalid(
                    "Invalid value "
                            + given
                            + " for parameter 'max_results' supplied: expected a number from 1 to "
                            + max
                            + ".");
        }
        return given.intValue();
    }
}
