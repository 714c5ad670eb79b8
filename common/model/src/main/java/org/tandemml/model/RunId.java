package org.tandemml.model;

import java.util.regex.Pattern;

/**
 * The id of a run: ours are 32 lower-case hexadecimal digits; what is accepted is what MLflow
 * accepts, a letter or digit and up to 255 more letters, digits, {@code _} and {@code -}.
 */
public record RunId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,255}");

    public RunId {
        if (!ALLOWED.matcher(value).matches()) {
            throw TandemException.invalid(
                    "Invalid run ID '"
                            + Texts.excerpt(value)
                            + "': expected 1 to 256 letters, digits, underscores or hyphens.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
