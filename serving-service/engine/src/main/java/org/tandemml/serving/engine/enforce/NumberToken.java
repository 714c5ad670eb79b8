package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.literal.ExactNumber;

/**
 * A parser's value as a number, without loss. For each type one method says what is wrong with the
 * value, null for nothing, and another gives the number if nothing is.
 */
final class NumberToken {
    static final String OUT_OF_RANGE = "number out of range";
    static final String FRACTION = "number with a fraction";
    static final String NOT_EXACT = "integer that the type cannot hold exactly";

    private NumberToken() {}

    static @Nullable String wholeProblem(JsonParser parser, JsonToken token, long min, long max)
            throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return isLong(parser) && inRange(parser.getLongValue(), min, max) ? null : OUT_OF_RANGE;
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT || isWord(parser, token)) {
            return Intake.kind(token);
        }
        return wholeProblem(parser.getText(), parser.getDoubleValue(), min, max);
    }

    /**
     * @param text a number with a point or an exponent
     * @param nearest the double nearest to it
     */
    static @Nullable String wholeProblem(String text, double nearest, long min, long max) {
        return switch (ExactNumber.wholeness(text, nearest)) {
            case ExactNumber.FRACTION -> FRACTION;
            case ExactNumber.WHOLE ->
                    inRange(ExactNumber.toLong(text, nearest), min, max) ? null : OUT_OF_RANGE;
            default -> OUT_OF_RANGE;
        };
    }

    static long toLong(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT
                ? parser.getLongValue()
                : ExactNumber.toLong(parser.getText(), parser.getDoubleValue());
    }

    static @Nullable String doubleProblem(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return Double.isFinite(parser.getDoubleValue()) || isWord(parser, token)
                    ? null
                    : OUT_OF_RANGE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            boolean exact =
                    isLong(parser)
                            ? ExactNumber.fitsDouble(parser.getLongValue())
                            : ExactNumber.fitsDouble(parser.getText());
            return exact ? null : NOT_EXACT;
        }
        return isWord(parser, token) ? null : Intake.kind(token);
    }

    static double toDouble(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING
                ? Double.parseDouble(parser.getText())
                : parser.getDoubleValue();
    }

    static @Nullable String floatProblem(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return Float.isFinite(parser.getFloatValue()) || isWord(parser, token)
                    ? null
                    : OUT_OF_RANGE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            boolean exact =
                    isLong(parser)
                            ? ExactNumber.fitsFloat(parser.getLongValue())
                            : ExactNumber.fitsFloat(parser.getText());
            return exact ? null : NOT_EXACT;
        }
        return isWord(parser, token) ? null : Intake.kind(token);
    }

    static float toFloat(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING
                ? Float.parseFloat(parser.getText())
                : parser.getFloatValue();
    }

    /** Whether an integer is a long. */
    static boolean isLong(JsonParser parser) throws IOException {
        return parser.getNumberType() != NumberType.BIG_INTEGER;
    }

    /** Whether it is one of the words for what JSON has no number for, bare or as text. */
    private static boolean isWord(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        return isWord(parser.getText());
    }

    static boolean isWord(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> true;
            default -> false;
        };
    }

    private static boolean inRange(long value, long min, long max) {
        return min <= value && value <= max;
    }
}
