package org.tandemml.registry.run;

import java.util.Comparator;

/**
 * One point of a metric. Its identity is all of it, with NaN equal to NaN.
 *
 * @param value any double, NaN and the infinities included
 * @param timestamp milliseconds since 1970, not negative
 * @param step any integer
 */
public record Metric(String key, double value, long timestamp, long step) {
    /** The order in which the largest is the latest; NaN is above every number. */
    static final Comparator<Metric> BY_AGE =
            Comparator.comparingLong(Metric::step)
                    .thenComparingLong(Metric::timestamp)
                    .thenComparingDouble(Metric::value);
}
