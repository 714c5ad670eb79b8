package org.tandemml.registry.search.filter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * A number as it was written. Its exponent has at most four digits, so that exact arithmetic on it
 * is cheap.
 */
public record NumberLiteral(String text) {
    /** The longest number, in characters. */
    static final int MAX_LENGTH = 400;

    /** The longest exponent. */
    static final int MAX_EXPONENT_DIGITS = 4;

    private static final Pattern FORM =
            Pattern.compile("-?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Whether a text is a number of this form. */
    static boolean isOne(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /** The nearest double; infinite beyond its range. */
    public double toDouble() {
        return Double.parseDouble(text);
    }

    /** The largest integer that is not above it, or the nearest end of the range of long. */
    public long floor() {
        BigDecimal floor = new BigDecimal(text).setScale(0, RoundingMode.FLOOR);
        return floor.max(MIN_LONG).min(MAX_LONG).longValue();
    }

    /** Whether it is exactly a long. */
    public boolean isLong() {
        return new BigDecimal(text).compareTo(BigDecimal.valueOf(floor())) == 0;
    }

    /** Whether it is above every long. */
    public boolean isAboveLong() {
        return new BigDecimal(text).compareTo(MAX_LONG) > 0;
    }

    /** Whether it is below every long. */
    public boolean isBelowLong() {
        return new BigDecimal(text).compareTo(MIN_LONG) < 0;
    }
}
