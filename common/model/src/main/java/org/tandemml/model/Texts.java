package org.tandemml.model;

/** Checks that every name and text of ours goes through. */
public final class Texts {
    private static final int EXCERPT_LENGTH = 64;

    private Texts() {}

    /** At most 64 characters of a text from outside, fit for an error message. */
    public static String excerpt(String text) {
        return excerpt(text, EXCERPT_LENGTH);
    }

    /** At most so many characters of a text from outside, fit for an error message. */
    public static String excerpt(String text, int most) {
        StringBuilder shown = new StringBuilder();
        int length = Math.min(text.length(), most);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return length < text.length() ? shown.append("...").toString() : shown.toString();
    }

    /** Whether a store can keep this text: no NUL, no surrogate without its partner. */
    public static boolean isStorable(String text) {
        return firstUnstorable(text) < 0;
    }

    /**
     * Refuses text that no store can keep: NUL and surrogates without their partner.
     *
     * @param field the name of the field, for the message
     * @return the text itself
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static String requireStorable(String field, String text) {
        int position = firstUnstorable(text);
        if (position < 0) {
            return text;
        }
        throw TandemException.invalid(
                "Invalid value for "
                        + field
                        + ": it holds "
                        + (text.charAt(position) == 0
                                ? "a NUL character"
                                : "half of a surrogate pair")
                        + " at position "
                        + position
                        + ".");
    }

    private static int firstUnstorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Refuses text that is longer than its field.
     *
     * @param max the largest number of characters (UTF-16 units)
     * @return the text itself
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static String requireLength(String field, String text, int max) {
        if (text.length() > max) {
            throw TandemException.invalid(
                    "Invalid value for "
                            + field
                            + ": "
                            + text.length()
                            + " characters, at most "
                            + max
                            + " are allowed.");
        }
        return requireStorable(field, text);
    }
}
