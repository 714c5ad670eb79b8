package org.tandemml.registry.search.filter;

import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * A text that is parsed, and where it came from.
 *
 * @param field the request's field, for messages
 * @param text as the caller sent it
 */
record Source(String field, String text) {
    /** The longest filter, in characters. */
    static final int MAX_LENGTH = 65_536;

    Source {
        Texts.requireLength(field, text, MAX_LENGTH);
    }

    /** A 400 that names the position in characters (code points), counted from 1. */
    TandemException error(int index, String what) {
        int position = text.codePointCount(0, index) + 1;
        return TandemException.invalid(
                "Invalid " + field + " at position " + position + ": " + what + ".");
    }
}
