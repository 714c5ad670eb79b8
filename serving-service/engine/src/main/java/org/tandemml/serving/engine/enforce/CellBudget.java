package org.tandemml.serving.engine.enforce;

import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * How many cells the columns of one body may take. A body that brings its cells never meets the
 * limit; one that names many columns once and then sends rows without them does, so that memory
 * stays proportional to the body.
 */
final class CellBudget {
    private static final long ALWAYS_ALLOWED = 4_000_000;

    private long left;

    /**
     * @param bodyBytes the length of the body
     */
    CellBudget(long bodyBytes) {
        // A cell takes two bytes or more; arrays that grow reserve up to twice what they hold.
        left = Math.max(ALWAYS_ALLOWED, bodyBytes * 2);
    }

    /**
     * Takes cells.
     *
     * @throws TandemException {@link ErrorCode#REQUEST_TOO_LARGE} if there are not so many left
     */
    void take(long cells) {
        left -= cells;
        if (left < 0) {
            throw new TandemException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The rows have too many missing cells for one request:"
                            + " send fewer rows at a time.");
        }
    }
}
