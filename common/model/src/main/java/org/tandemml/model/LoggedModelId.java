package org.tandemml.model;

import java.util.regex.Pattern;

/** The id of a logged model: {@code m-} and 32 lower-case hexadecimal digits. */
public record LoggedModelId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("m-[0-9a-f]{32}");

    public LoggedModelId {
        if (!matches(value)) {
            throw TandemException.invalid(
                    "Invalid logged model ID '"
                            + Texts.excerpt(value)
                            + "': expected m- and 32 hexadecimal digits.");
        }
    }

    /** Whether this text has the form of a logged model id. */
    public static boolean matches(String text) {
        return ALLOWED.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
