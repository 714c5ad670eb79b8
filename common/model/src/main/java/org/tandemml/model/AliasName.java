package org.tandemml.model;

import java.util.regex.Pattern;

/**
 * An alias of a model version: 1 to 255 letters, digits, {@code _} and {@code -}; neither {@code
 * latest} nor {@code v} with digits, which would read as something else in a {@code models:/} URI.
 */
public record AliasName(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[0-9A-Za-z_-]{1,255}");
    private static final Pattern RESERVED =
            Pattern.compile("latest|v[0-9]+", Pattern.CASE_INSENSITIVE);

    public AliasName {
        if (!ALLOWED.matcher(value).matches()) {
            throw TandemException.invalid(
                    "Invalid alias name '"
                            + Texts.excerpt(value)
                            + "': expected 1 to 255 letters, digits, underscores or hyphens.");
        }
        if (RESERVED.matcher(value).matches()) {
            throw TandemException.invalid("Invalid alias name '" + value + "': it is reserved.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
