package org.tandemml.serving.engine.literal;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Text as numpy's {@code datetime64[ns]} reads it: ISO 8601 down to a year alone, wrapping around
 * outside the years 1677 to 2262. The words {@code now} and {@code today} are refused.
 */
public final class NumpyDateTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int FRACTION_DIGITS = 9;

    private final String text;
    private int at;
    private boolean wrong;

    private NumpyDateTime(String text) {
        this.text = text;
    }

    /** Whether the text stands for no time at all. */
    public static boolean isNotATime(String text) {
        return text.isEmpty() || text.equalsIgnoreCase("nat");
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z; null where numpy raises. */
    public static @Nullable Long toEpochNanos(String text) {
        return new NumpyDateTime(text).parse();
    }

    private @Nullable Long parse() {
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        long year = digits(1, 9);
        year = negative ? -year : year;
        int month = 1;
        int day = 1;
        long seconds = 0;
        long nanos = 0;
        if (take('-')) {
            month = (int) digits(2, 2);
            if (take('-')) {
                day = (int) digits(2, 2);
                if (!wrong && at < text.length() && (take('T') || take(' '))) {
                    seconds = time();
                    nanos = take('.') ? fraction() : 0;
                    seconds -= offset();
                }
            }
        }
        if (wrong || at != text.length()) {
            return null;
        }
        try {
            long days = LocalDate.of((int) year, month, day).toEpochDay();
            return (days * 86_400 + seconds) * NANOS_PER_SECOND + nanos;
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private long time() {
        long hour = digits(2, 2);
        long minute = 0;
        long second = 0;
        if (take(':')) {
            minute = digits(2, 2);
            if (take(':')) {
                second = digits(2, 2);
            }
        }
        wrong |= hour > 23 || minute > 59 || second > 59;
        return hour * 3600 + minute * 60 + second;
    }

    private long fraction() {
        long nanos = 0;
        int count = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            if (count < FRACTION_DIGITS) {
                nanos = nanos * 10 + text.charAt(at) - '0';
                count++;
            }
        }
        wrong |= count == 0;
        for (; count < FRACTION_DIGITS; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    private long offset() {
        if (at == text.length() || take('Z')) {
            return 0;
        }
        boolean west = text.charAt(at) == '-';
        wrong |= !take('-') && !take('+');
        long hours = digits(2, 2);
        long minutes = 0;
        if (at < text.length()) {
            take(':');
            minutes = digits(2, 2);
        }
        wrong |= hours > 23 || minutes > 59;
        long seconds = hours * 3600 + minutes * 60;
        return west ? -seconds : seconds;
    }

    private long digits(int least, int most) {
        int from = at;
        long value = 0;
        while (at < text.length() && at - from < most && isDigit(text.charAt(at))) {
            value = value * 10 + text.charAt(at++) - '0';
        }
        wrong |= at - from < least;
        return value;
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
