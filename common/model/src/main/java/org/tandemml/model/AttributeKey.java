package org.tandemml.model;

import java.util.regex.Pattern;

/**
 * The rule for keys of metrics, params and tags: 1 to 250 Unicode letters, digits, {@code _ - . :
 * /} and blanks that also read as a clean relative path, because some stores keep one file a key.
 * Source: MLflow's validation of names.
 */
public final class AttributeKey {
    /** The largest number of characters. */
    public static final int MAX_LENGTH = 250;

    private static final Pattern ALLOWED =
            Pattern.compile("[\\w\\-. :/]+", Pattern.UNICODE_CHARACTER_CLASS);

    private AttributeKey() {}

    /**
     * Refuses a key that breaks the rule.
     *
     * @param field where the key stands in the request, for the message, e.g. {@code tags[0].key}
     * @return the key itself
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static String require(String field, String key) {
        if (key.isEmpty()) {
            throw TandemException.invalid("Missing value for required parameter '" + field + "'.");
        }
        Texts.requireLength(field, key, MAX_LENGTH);
        if (!ALLOWED.matcher(key).matches()) {
            throw refused(
                    field,
                    key,
                    "keys hold letters, digits, underscores, dashes, dots, blanks, colons and"
                            + " slashes");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refused(field, key, "between slashes it has an empty, '.' or '..' part");
            }
        }
        return key;
    }

    private static TandemException refused(String field, String key, String reason) {
        return TandemException.invalid(
                "Invalid value '" + Texts.excerpt(key) + "' for " + field + ": " + reason + ".");
    }
}
