package org.tandemml.serving.engine.literal;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * ISO 8601 dates and date-times (extended format): {@code 2024-02-29}, {@code 2024-02-29T13:45},
 * {@code 2024-02-29T13:45:10.123456789+02:00}. A blank may stand for the T, as RFC 3339 allows.
 * Without an offset it is UTC; a date is its midnight.
 */
public final class IsoDateTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int FRACTION_DIGITS = 9;
    private static final int LARGEST_OFFSET_HOURS = 18;

    private final String text;
    private int at;
    private boolean wrong;

    private IsoDateTime(String text) {
        this.text = text;
    }

    /**
     * The instant that a text names.
     *
     * @return nanoseconds since 1970-01-01T00:00:00Z
     * @throws DateTimeException if the text is no such date, or one outside the years 1677 to 2262
     *     that 64 bits of nanoseconds reach, or is finer than a nanosecond
     */
    public static long toEpochNanos(String text) {
        return new IsoDateTime(text).parse();
    }

    private long parse() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        long seconds = 0;
        long nanos = 0;
        if (!wrong && at < text.length()) {
            int separator = next();
            wrong |= separator != 'T' && separator != 't' && separator != ' ';
            seconds = time();
            if (at < text.length() && (peek() == '.' || peek() == ',')) {
                nanos = fraction();
            }
            seconds -= offset();
        }
        if (wrong || at != text.length()) {
            throw new DateTimeException("not an ISO 8601 date or date-time");
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return toNanos(days * SECONDS_PER_DAY + seconds, nanos);
    }

    private static long toNanos(long seconds, long nanos) {
        try {
            if (seconds < 0 && nanos > 0) {
                // The earliest instants fit although their second alone does not.
                long later = Math.multiplyExact(seconds + 1, NANOS_PER_SECOND);
                return Math.addExact(later, nanos - NANOS_PER_SECOND);
            }
            return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException overflow) {
            throw new DateTimeException("outside the years 1677 to 2262", overflow);
        }
    }

    private long time() {
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = 0;
        if (at < text.length() && peek() == ':') {
            at++;
            second = digits(2);
        } else if (at < text.length() && (peek() == '.' || peek() == ',')) {
            wrong = true; // a fraction of a minute
        }
        wrong |= hour > 23 || minute > 59 || second > 59;
        return hour * 3600L + minute * 60L + second;
    }

    private long fraction() {
        at++;
        long nanos = 0;
        int count = 0;
        while (at < text.length() && Character.digit(peek(), 10) >= 0 && peek() < 0x80) {
            int digit = next() - '0';
            if (count < FRACTION_DIGITS) {
                nanos = nanos * 10 + digit;
            } else if (digit != 0) {
                throw new DateTimeException("finer than a nanosecond");
            }
            count++;
        }
        wrong |= count == 0;
        for (; count < FRACTION_DIGITS; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Seconds east of UTC; 0 if there is no offset. */
    private long offset() {
        if (at == text.length()) {
            return 0;
        }
        int sign = next();
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        wrong |= sign != '+' && sign != '-';
        int hours = digits(2);
        int minutes = 0;
        if (at < text.length()) {
            if (peek() == ':') {
                at++;
            }
            minutes = digits(2);
        }
        wrong |= hours > LARGEST_OFFSET_HOURS || minutes > 59;
        long seconds = hours * 3600L + minutes * 60L;
        return sign == '-' ? -seconds : seconds;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = next() - '0';
            wrong |= digit < 0 || digit > 9;
            value = value * 10 + digit;
        }
        return value;
    }

    private void expect(char wanted) {
        wrong |= next() != wanted;
    }

    private char peek() {
        return text.charAt(at);
    }

    private char next() {
        if (at >= text.length()) {
            wrong = true;
            return 0;
        }
        return text.charAt(at++);
    }
}
