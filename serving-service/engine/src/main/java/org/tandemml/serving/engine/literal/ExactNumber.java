package org.tandemml.serving.engine.literal;

import java.math.BigDecimal;

/**
 * Numbers from decimal text, without loss. Texts are those of the JSON grammar (the caller has
 * checked that) and of a bounded length.
 */
public final class ExactNumber {
    /** The text is a number with a fraction, where a whole one is needed. */
    public static final int FRACTION = 1;

    /** The text is a whole number outside the range. */
    public static final int OUT_OF_RANGE = 2;

    /** The text is a whole number inside the range. */
    public static final int WHOLE = 0;

    /** Up to this magnitude a double holds every integer. */
    public static final long EXACT_DOUBLE = 1L << 53;

    /** Up to this magnitude a float holds every integer. */
    public static final long EXACT_FLOAT = 1L << 24;

    private static final int DIGITS_THAT_A_DOUBLE_TELLS_APART = 15;
    private static final int LONGEST_LONG = 19;

    private ExactNumber() {}

    /** Whether a double holds this integer exactly. */
    public static boolean fitsDouble(long value) {
        if (-EXACT_DOUBLE <= value && value <= EXACT_DOUBLE) {
            return true;
        }
        double rounded = value;
        // 2^63 itself: the cast back would saturate and look equal.
        return rounded < 0x1p63 && (long) rounded == value;
    }

    /** Whether a float holds this integer exactly. */
    public static boolean fitsFloat(long value) {
        float rounded = value;
        return rounded < 0x1p63f && (long) rounded == value;
    }

    /** Whether a double holds this integer exactly; text of an integer, perhaps beyond long. */
    public static boolean fitsDouble(String integer) {
        double rounded = Double.parseDouble(integer);
        return !Double.isInfinite(rounded)
                && new BigDecimal(rounded).compareTo(new BigDecimal(integer)) == 0;
    }

    /** Whether a float holds this integer exactly; text of an integer, perhaps beyond long. */
    public static boolean fitsFloat(String integer) {
        float rounded = Float.parseFloat(integer);
        return !Float.isInfinite(rounded)
                && new BigDecimal(rounded).compareTo(new BigDecimal(integer)) == 0;
    }

    /**
     * Whether a number with a point or an exponent is whole and a long, such as {@code 3.0} and
     * {@code 1e3}.
     *
     * @param text the number
     * @param nearest the double nearest to it
     * @return {@link #WHOLE}, {@link #FRACTION} or {@link #OUT_OF_RANGE}
     */
    public static int wholeness(String text, double nearest) {
        if (isExactlyWhole(text, nearest)) {
            return WHOLE;
        }
        if (Double.isNaN(nearest)) {
            return FRACTION;
        }
        if (Double.isInfinite(nearest) || Math.abs(nearest) > 0x1p64) {
            return OUT_OF_RANGE;
        }
        if (nearest == 0) {
            return isZero(text) ? WHOLE : FRACTION;
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        if (exact.scale() > 0) {
            return FRACTION;
        }
        return isLong(exact) ? WHOLE : OUT_OF_RANGE;
    }

    /**
     * The long of a text for which {@link #wholeness} is {@link #WHOLE}.
     *
     * @param nearest the double nearest to it
     */
    public static long toLong(String text, double nearest) {
        return nearest == 0 || isExactlyWhole(text, nearest)
                ? (long) nearest
                : new BigDecimal(text).longValueExact();
    }

    /** A double tells decimals of so few digits apart, so that it is whole only if they are. */
    private static boolean isExactlyWhole(String text, double nearest) {
        return text.length() <= DIGITS_THAT_A_DOUBLE_TELLS_APART
                && nearest == Math.rint(nearest)
                && nearest != 0
                && Math.abs(nearest) < EXACT_DOUBLE;
    }

    /** Whether there is no digit but 0 before the exponent, which may be beyond any int. */
    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLong(BigDecimal whole) {
        long digits = (long) whole.precision() - whole.scale();
        return digits <= LONGEST_LONG && whole.toBigInteger().bitLength() < Long.SIZE;
    }
}
