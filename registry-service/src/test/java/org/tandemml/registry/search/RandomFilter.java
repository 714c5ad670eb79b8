package org.tandemml.registry.search;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Filters made of given conditions, and the ways in which they are searched. */
final class RandomFilter {
    /** Each way of reading, at a size at which a few hundred runs make it happen. */
    static final List<Limits> WAYS =
            List.of(
                    Limits.STANDARD,
                    new Limits(0, 0, 1, 1_000_000, 0),
                    new Limits(0, 100, 1, 8, 1_000),
                    new Limits(20, 40, 1, 60, 1_000));

    private RandomFilter() {}

    /** A tree of conditions, at most so deep. */
    static String of(List<String> conditions, Random random, int depth) {
        int form = depth == 0 ? 0 : random.nextInt(8);
        if (form < 3) {
            return conditions.get(random.nextInt(conditions.size()));
        }
        if (form == 3) {
            return "NOT (" + of(conditions, random, depth - 1) + ")";
        }
        return Stream.generate(() -> "(" + of(conditions, random, depth - 1) + ")")
                .limit(2 + random.nextInt(2))
                .collect(Collectors.joining(form < 6 ? " AND " : " OR "));
    }
}
