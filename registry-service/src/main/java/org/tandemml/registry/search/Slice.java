package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a search's rows that is read by one statement: the first keys of the order have one
 * value each, and the next one is in a range.
 *
 * @param fixed the values of the first keys; null: missing
 * @param range of the next key, which is then read in the order of an index; null: whatever it is
 */
record Slice(List<@Nullable Object> fixed, @Nullable Range range) {

    /** All rows. */
    static final Slice EVERYTHING = new Slice(List.of(), null);

    /** The same with the next key at one value, and the one after it whatever it is. */
    Slice at(@Nullable Object value) {
        List<@Nullable Object> more = new ArrayList<>(fixed);
        more.add(value);
        return new Slice(more, null);
    }

    /** The same with the next key in a range. */
    Slice in(Range limits) {
        return new Slice(fixed, limits);
    }

    /**
     * A range of what an index holds of a key: all values that are present and not NaN, within
     * bounds; or NaN.
     */
    record Range(List<Bound> bounds, boolean nan) {
        static final Range ALL = new Range(List.of(), false);
        static final Range NAN = new Range(List.of(), true);

        Range and(String operator, Object value) {
            List<Bound> more = new ArrayList<>(bounds);
            more.add(new Bound(operator, value));
            return new Range(more, nan);
        }
    }

    /** One side of a range. */
    record Bound(String operator, Object value) {}
}
