package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.model.Texts;

/**
 * Values as numbers: a number as it is, a truth value as 1 or 0, a text as the code of that text in
 * this model. NaN is a missing value.
 */
final class Literals {
    /** A text that the model does not mention. */
    static final double UNKNOWN_TEXT = -1;

    private final Map<String, Integer> codes = new HashMap<>();

    /** What the numbers of a field are. */
    enum Type {
        DOUBLE,
        FLOAT,
        INTEGER,
        BOOLEAN,
        TEXT;

        /** The type of a {@code dataType}. */
        static Type of(String dataType) throws NotCompiledException {
            return switch (dataType) {
                case "double" -> DOUBLE;
                case "float" -> FLOAT;
                case "integer" -> INTEGER;
                case "boolean" -> BOOLEAN;
                case "string" -> TEXT;
                default -> throw new NotCompiledException("the data type " + dataType);
            };
        }

        boolean isNumber() {
            return this != TEXT && this != BOOLEAN;
        }
    }

    /** A value written in the file, as a field of the type holds it. */
    double value(Type type, String text) throws NotCompiledException {
        return switch (type) {
            case TEXT -> codes.computeIfAbsent(text, key -> codes.size());
            case BOOLEAN -> truth(text);
            case FLOAT -> (float) number(text, true);
            case DOUBLE, INTEGER -> number(text, false);
        };
    }

    /** The code of a text in a request. */
    double code(String text) {
        Integer code = codes.get(text);
        return code == null ? UNKNOWN_TEXT : code;
    }

    /** The text of a code; a text that the model does not mention where there is none. */
    String text(double code) {
        for (Map.Entry<String, Integer> entry : codes.entrySet()) {
            if (entry.getValue() == code) {
                return entry.getKey();
            }
        }
        return "a text that no model mentions";
    }

    static double number(String text) throws NotCompiledException {
        return number(text, false);
    }

    private static double number(String text, boolean single) throws NotCompiledException {
        try {
            // Read as a float: a double rounded to float could be rounded twice.
            return single ? Float.parseFloat(text.strip()) : Double.parseDouble(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new NotCompiledException(
                    "'%s' in place of a number".formatted(Texts.excerpt(text)));
        }
    }

    private static double truth(String text) throws NotCompiledException {
        return switch (text.strip()) {
            case "true", "1" -> 1;
            case "false", "0" -> 0;
            default ->
                    throw new NotCompiledException(
                            "'%s' in place of a truth value".formatted(Texts.excerpt(text)));
        };
    }

    /** The values of an {@code Array}: separated by blanks, in quotes where they hold some. */
    static List<String> array(String text) throws NotCompiledException {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '"') {
                StringBuilder value = new StringBuilder();
                at++;
                while (at < text.length() && text.charAt(at) != '"') {
                    boolean escaped =
                            text.charAt(at) == '\\'
                                    && at + 1 < text.length()
                                    && text.charAt(at + 1) == '"';
                    at += escaped ? 1 : 0;
                    value.append(text.charAt(at++));
                }
                if (at == text.length()) {
                    throw new NotCompiledException("an array whose quotes do not end");
                }
                at++;
                values.add(value.toString());
            } else {
                int from = at;
                while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
                values.add(text.substring(from, at));
            }
        }
        return values;
    }
}
