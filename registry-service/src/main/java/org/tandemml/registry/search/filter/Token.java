package org.tandemml.registry.search.filter;

/**
 * A piece of a filter.
 *
 * @param kind what it is
 * @param text its meaning: for quoted text without the quotes
 * @param start of its first character, counted from 0
 * @param end after its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** A bare name or keyword, dots included. */
        WORD,
        /** Text in single or double quotes. */
        QUOTED,
        /** A name in backticks. */
        BACKTICKED,
        NUMBER,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    boolean is(Kind expected) {
        return kind == expected;
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }
}
