package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a CSV body, a slice of its bytes: used again for every cell. Numbers are read from
 * the bytes where a double can hold their digits, otherwise from their text.
 */
final class CsvCell {
    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int DIGITS_OF_A_LONG = 18;

    /** As in JSON: what is longer is no number, for reading it would take its length squared. */
    private static final int LONGEST_NUMBER = 1000;

    private static final long EXACT = 1L << 53;

    private final byte[] bytes;
    private int from;
    private int to;
    private boolean quoted;
    private @Nullable String unescaped;

    // What scan() found.
    private boolean number;
    private boolean integer;
    private boolean negative;
    private int digits;
    private long mantissa;
    private int exponent;

    CsvCell(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Sets the slice; {@code text} is given where quotes inside were doubled. */
    void set(int from, int to, boolean quoted, @Nullable String text) {
        this.from = from;
        this.to = to;
        this.quoted = quoted;
        this.unescaped = text;
        scan();
    }

    boolean isQuoted() {
        return quoted;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Whether there is nothing but blanks. */
    boolean isBlank() {
        return start() == end();
    }

    String text() {
        String text = unescaped;
        return text == null ? new String(bytes, from, to - from, StandardCharsets.UTF_8) : text;
    }

    /** The text without blanks around it. */
    String trimmed() {
        return trimmed(text());
    }

    /** Only blanks and tabs go: a control character is no part of a number. */
    static String trimmed(String text) {
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
        return c == ' ' || c == '\t';
    }

    /** Whether it is a decimal number: digits, perhaps a sign, a point, an exponent. */
    boolean isNumber() {
        return number;
    }

    /** Whether it is a decimal number without point and exponent. */
    boolean isInteger() {
        return number && integer;
    }

    /** Whether {@link #toLong} can give it. */
    boolean isShortInteger() {
        return number && integer && digits <= DIGITS_OF_A_LONG;
    }

    long toLong() {
        return negative ? -mantissa : mantissa;
    }

    /** The nearest double; of a number, or of the words NaN, Infinity and -Infinity. */
    double toDouble() {
        boolean exact = number && digits <= DIGITS_OF_A_LONG && mantissa <= EXACT;
        if (!exact || Math.abs(exponent) >= POWERS_OF_TEN.length) {
            return number
                    ? NumberInput.parseDouble(trimmed(), true)
                    : Double.parseDouble(trimmed());
        }
        // Both operands are exact, so the one operation rounds once.
        double value =
                exponent < 0
                        ? mantissa / POWERS_OF_TEN[-exponent]
                        : mantissa * POWERS_OF_TEN[exponent];
        return negative ? -value : value;
    }

    private int start() {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private int end() {
        int at = to;
        while (at > from && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private void scan() {
        int at = start();
        int end = end();
        number = false;
        integer = true;
        digits = 0;
        mantissa = 0;
        exponent = 0;
        negative = at < end && bytes[at] == '-';
        if (at < end && (negative || bytes[at] == '+')) {
            at++;
        }
        int before = at;
        at = scanDigits(at, end);
        int seen = at - before;
        if (at < end && bytes[at] == '.') {
            integer = false;
            int point = at + 1;
            at = scanDigits(point, end);
            exponent = point - at;
            seen += at - point;
        }
        if (seen > 0 && at < end && (bytes[at] | 0x20) == 'e') {
            integer = false;
            at = scanExponent(at + 1, end);
        }
        number = seen > 0 && at == end && end - start() <= LONGEST_NUMBER;
    }

    private int scanDigits(int begin, int end) {
        int at = begin;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            if (digits > 0 || bytes[at] != '0') {
                digits++;
                mantissa = digits <= DIGITS_OF_A_LONG ? mantissa * 10 + bytes[at] - '0' : mantissa;
            }
        }
        return at;
    }

    /** Where the exponent ends; {@code begin - 1} if there is none. */
    private int scanExponent(int begin, int end) {
        int at = begin;
        boolean minus = at < end && bytes[at] == '-';
        if (at < end && (minus || bytes[at] == '+')) {
            at++;
        }
        int first = at;
        int value = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = Math.min(value * 10 + bytes[at] - '0', 100_000);
        }
        exponent += minus ? -value : value;
        return at == first ? begin - 1 : at;
    }
}
