package org.tandemml.serving.engine.literal;

import java.time.DateTimeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text as {@code pandas.to_datetime} reads it, for the formats that services send: ISO 8601,
 * perhaps with one-digit months and days, and dates with slashes, month first unless only day first
 * is possible. Month names, two-digit years, am and pm, and the words {@code now} and {@code
 * today}, which pandas reads too, are refused.
 *
 * <p>pandas guesses the format of the first text and holds the others to it.
 *
 * @param epochNanos nanoseconds since 1970-01-01T00:00:00Z
 * @param layout two texts with the same layout have the same format
 * @param zoned whether it has an offset
 */
public record PandasDateTime(long epochNanos, String layout, boolean zoned) {
    private static final Pattern ISO =
            Pattern.compile(
                    "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
                            + "(?:([T ])(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d+))?)?)?)?"
                            + "( ?(?:Z|[+-]\\d{2}:?\\d{2}))?");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})(?:([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?)?");
    private static final Pattern COMPACT =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(T?)(\\d{2})(\\d{2})(\\d{2}))?");
    private static final Pattern SLASHES =
            Pattern.compile(
                    "(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})"
                            + "(?: (\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?");
    private static final int LONGEST = 64;

    /** Whether the text stands for no time at all. */
    public static boolean isNotATime(String text) {
        return switch (text) {
            case "", "NaT", "nat", "NAT", "NaN", "nan", "NAN" -> true;
            default -> false;
        };
    }

    /**
     * What a text names.
     *
     * @param dayFirst whether a date with slashes has the day first
     * @return null where it is none of the formats, or no date
     */
    public static @Nullable PandasDateTime parse(String text, boolean dayFirst) {
        String trimmed = text.trim();
        if (trimmed.length() > LONGEST) {
            return null;
        }
        try {
            Matcher iso = ISO.matcher(trimmed);
            if (iso.matches()) {
                return ofIso(iso);
            }
            Matcher year = YEAR_FIRST.matcher(trimmed);
            if (year.matches()) {
                String month = year.group(3) == null ? "01" : two(year.group(3));
                String day = year.group(4) == null ? "01" : two(year.group(4));
                String layout = "y" + year.group(2) + (year.group(4) == null);
                return of(year.group(1) + "-" + month + "-" + day, layout, false);
            }
            Matcher compact = COMPACT.matcher(trimmed);
            if (compact.matches()) {
                return ofCompact(compact);
            }
            Matcher slashes = SLASHES.matcher(trimmed);
            return slashes.matches() ? ofSlashes(slashes, dayFirst) : null;
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    /** Whether the day comes first in a date with slashes that cannot be read month first. */
    public static boolean isDayFirst(String text) {
        Matcher slashes = SLASHES.matcher(text.trim());
        return slashes.matches() && Integer.parseInt(slashes.group(1)) > 12;
    }

    private static PandasDateTime ofIso(Matcher iso) {
        StringBuilder plain = new StringBuilder(iso.group(1));
        plain.append('-').append(two(iso.group(2))).append('-').append(two(iso.group(3)));
        boolean timed = iso.group(5) != null;
        String fraction = iso.group(8);
        if (timed) {
            plain.append('T').append(iso.group(5));
            plain.append(':').append(iso.group(6) == null ? "00" : iso.group(6));
            plain.append(':').append(iso.group(7) == null ? "00" : iso.group(7));
            if (fraction != null) {
                plain.append('.').append(fraction, 0, Math.min(fraction.length(), 9));
            }
        }
        String zone = iso.group(9);
        if (zone != null && !timed) {
            throw new DateTimeException("an offset without a time");
        }
        plain.append(zone == null ? "" : zone.trim());
        String layout =
                "i"
                        + iso.group(4)
                        + (iso.group(6) == null)
                        + (iso.group(7) == null)
                        + (fraction == null)
                        + zone;
        return of(plain.toString(), layout, zone != null);
    }

    private static PandasDateTime ofCompact(Matcher compact) {
        String date = compact.group(1) + "-" + compact.group(2) + "-" + compact.group(3);
        if (compact.group(5) == null) {
            return of(date, "c", false);
        }
        String time = compact.group(5) + ":" + compact.group(6) + ":" + compact.group(7);
        return of(date + "T" + time, "c" + compact.group(4), false);
    }

    private static PandasDateTime ofSlashes(Matcher slashes, boolean dayFirst) {
        String month = two(slashes.group(dayFirst ? 3 : 1));
        String day = two(slashes.group(dayFirst ? 1 : 3));
        StringBuilder plain = new StringBuilder(slashes.group(4));
        plain.append('-').append(month).append('-').append(day);
        if (slashes.group(5) != null) {
            plain.append('T').append(two(slashes.group(5))).append(':').append(slashes.group(6));
            plain.append(slashes.group(7) == null ? "" : ":" + slashes.group(7));
        }
        String layout =
                "s" + slashes.group(2) + (slashes.group(5) == null) + (slashes.group(7) == null);
        return of(plain.toString(), layout, false);
    }

    private static PandasDateTime of(String iso, String layout, boolean zoned) {
        return new PandasDateTime(IsoDateTime.toEpochNanos(iso), layout, zoned);
    }

    private static String two(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }
}
