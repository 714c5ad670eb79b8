package org.tandemml.serving.engine.literal;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text to numbers and values to text as Python's {@code int}, {@code float}, {@code str} do. */
public final class PythonText {
    private static final int LONGEST_INT = 4300;
    private static final int FIRST_SCIENTIFIC = 16;
    private static final int LAST_FIXED = -5;

    private PythonText() {}

    /** What {@code int(text)} gives; null where it raises. */
    public static @Nullable BigInteger toInt(String text) {
        String plain = withoutUnderscores(strip(text));
        if (plain == null || plain.isEmpty() || plain.length() > LONGEST_INT) {
            return null;
        }
        int first = plain.charAt(0) == '+' || plain.charAt(0) == '-' ? 1 : 0;
        if (first == plain.length()) {
            return null;
        }
        for (int i = first; i < plain.length(); i++) {
            if (!isDigit(plain.charAt(i))) {
                return null;
            }
        }
        return new BigInteger(plain);
    }

    /** What {@code float(text)} gives; null where it raises. */
    public static @Nullable Double toFloat(String text) {
        String plain = withoutUnderscores(strip(text));
        if (plain == null) {
            return null;
        }
        switch (plain.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan", "+nan", "-nan" -> {
                return Double.NaN;
            }
            default -> {
                return isDecimal(plain) ? Double.valueOf(plain) : null;
            }
        }
    }

    /** What {@code str(value)} gives. */
    public static String str(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest =
                new BigDecimal(NumberOutput.toString(Math.abs(value), true)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent >= FIRST_SCIENTIFIC || exponent <= LAST_FIXED) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            String power = (exponent < 0 ? "-" : "+") + String.format("%02d", Math.abs(exponent));
            return sign + digits.charAt(0) + fraction + "e" + power;
        }
        String fixed = shortest.toPlainString();
        return sign + (fixed.indexOf('.') < 0 ? fixed + ".0" : fixed);
    }

    /** What {@code str(value)} gives for a value read from JSON. */
    public static String str(@Nullable Object value) {
        return value instanceof String text ? text : repr(value);
    }

    private static String repr(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        }
        if (value instanceof Double number) {
            return str(number.doubleValue());
        }
        if (value instanceof List<?> items) {
            StringBuilder text = new StringBuilder("[");
            for (Object item : items) {
                text.append(text.length() == 1 ? "" : ", ").append(repr(item));
            }
            return text.append(']').toString();
        }
        if (value instanceof Map<?, ?> entries) {
            StringBuilder text = new StringBuilder("{");
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                text.append(text.length() == 1 ? "" : ", ").append(repr(entry.getKey()));
                text.append(": ").append(repr(entry.getValue()));
            }
            return text.append('}').toString();
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder literal = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (c == quote) {
                        literal.append('\\').append(c);
                    } else if (c < ' ' || c == 0x7f) {
                        literal.append(String.format("\\x%02x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append(quote).toString();
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /** An underscore may stand between two digits; any decimal digit of Unicode is a digit. */
    private static @Nullable String withoutUnderscores(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                boolean between =
                        i > 0
                                && i + 1 < text.length()
                                && Character.isDigit(text.charAt(i - 1))
                                && Character.isDigit(text.charAt(i + 1));
                if (!between) {
                    return null;
                }
            } else {
                plain.append(Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c);
            }
        }
        return plain.toString();
    }

    private static boolean isDecimal(String text) {
        int at = skipSign(text, 0);
        int whole = skipDigits(text, at);
        int digits = whole - at;
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = skipDigits(text, at + 1);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits > 0 && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int first = skipSign(text, at + 1);
            int end = skipDigits(text, first);
            at = end == first ? at : end;
        }
        return digits > 0 && at == text.length();
    }

    private static int skipSign(String text, int at) {
        boolean sign = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
        return sign ? at + 1 : at;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
