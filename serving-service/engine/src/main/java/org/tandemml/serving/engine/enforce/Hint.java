package org.tandemml.serving.engine.enforce;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about the usual mistakes. Never repeats a value that was sent. */
final class Hint {
    private static final Set<String> WORDS_FOR_NOTHING =
            Set.of("", "na", "n/a", "nan", "none", "null");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int LONGEST_NUMBER = 40;

    private Hint() {}

    /**
     * The hint for a value.
     *
     * @param expected the declared type, as in {@link Violation}
     * @param actual what stood there
     * @param value its text; null if there is none
     */
    static @Nullable String of(String expected, String actual, @Nullable String value) {
        if (expected.startsWith("array of ")) {
            return isScalar(actual) ? "put the value in brackets, even if it is only one" : null;
        }
        if (expected.startsWith("row of ")) {
            return actual.startsWith("row of ")
                    ? "give each row a value for every column, null (in CSV nothing) where there is none"
                    : "put the values of each row in brackets of their own";
        }
        return switch (expected) {
            case "boolean" -> forBoolean(actual, value);
            case "integer", "long" -> forWhole(expected, actual, value);
            case "float", "double" -> forReal(actual, value);
            case "string" ->
                    actual.equals("number") || actual.equals("boolean")
                            ? "put it in quotes"
                            : forList(actual);
            case "datetime" -> forDatetime(actual);
            case "binary" ->
                    actual.equals("null") ? null : "send base64 with its padding (RFC 4648)";
            case "row object" -> "send each row as an object of column names and values";
            default -> null;
        };
    }

    private static boolean isScalar(String actual) {
        return Set.of("string", "number", "boolean").contains(actual);
    }

    private static @Nullable String forBoolean(String actual, @Nullable String value) {
        String text = value == null ? "" : value.toLowerCase(Locale.ROOT);
        return switch (actual) {
            case "number" -> "send true or false, not a number";
            case "string" ->
                    text.equals("true") || text.equals("false")
                            ? "send true or false without quotes"
                            : null;
            case "null" -> "a boolean column takes no missing values";
            default -> forList(actual);
        };
    }

    private static @Nullable String forWhole(String type, String actual, @Nullable String value) {
        return switch (actual) {
            case "string" -> forText(value, "");
            case "null" ->
                    "a column of type "
                            + type
                            + " takes no missing values; a double column of the signature would";
            case NumberToken.FRACTION ->
                    "the signature takes whole numbers here; a double column would take fractions";
            case NumberToken.OUT_OF_RANGE ->
                    type.equals("integer")
                            ? "an integer has 32 bits; a long column of the signature would hold"
                                    + " more"
                            : null;
            case "boolean" -> "send 1 or 0";
            default -> forList(actual);
        };
    }

    private static @Nullable String forReal(String actual, @Nullable String value) {
        return switch (actual) {
            case "string" -> forText(value, "send null (in CSV an empty cell) for a missing value");
            case "boolean" -> "send 1 or 0";
            default -> forList(actual);
        };
    }

    private static @Nullable String forText(@Nullable String value, String forNothing) {
        String text = value == null ? "?" : value.strip();
        if (WORDS_FOR_NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
            return forNothing.isEmpty() ? null : forNothing;
        }
        boolean number = text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
        return number ? "send the number without quotes" : null;
    }

    private static @Nullable String forDatetime(String actual) {
        return switch (actual) {
            case "number" -> "send a text like 2024-01-31T12:30:00Z, not a count of seconds";
            case "string that is no ISO 8601 date-time" ->
                    "write year, month and day as in 2024-01-31 or 2024-01-31T12:30:00Z";
            default -> forList(actual);
        };
    }

    private static @Nullable String forList(String actual) {
        return switch (actual) {
            case "array" -> "send the value itself, without brackets";
            case "object" -> "send a single value";
            default -> null;
        };
    }
}
