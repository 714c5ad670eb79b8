package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search is limited to before the caller's filter: the experiments it may see, the life
 * cycle. The SQL is written by a feature; values are bound.
 */
public final class Scope {
    private final @Nullable List<Long> partitions;
    private final List<String> conditions;
    private final List<Object> binds;

    private Scope(@Nullable List<Long> partitions, List<String> conditions, List<Object> binds) {
        this.partitions = partitions;
        this.conditions = List.copyOf(conditions);
        this.binds = List.copyOf(binds);
    }

    /** Everything. */
    public static Scope everything() {
        return new Scope(null, List.of(), List.of());
    }

    /** Only rows whose partition column has one of these values; of no values: nothing. */
    public static Scope within(List<Long> partitions) {
        return new Scope(partitions.stream().distinct().toList(), List.of(), List.of());
    }

    /**
     * The same, limited further.
     *
     * @param condition SQL with a {@code ?} for each value, for example {@code r.lifecycle_stage =
     *     ?}
     */
    public Scope where(String condition, Object... values) {
        List<String> moreConditions = new ArrayList<>(conditions);
        moreConditions.add(condition);
        List<Object> moreBinds = new ArrayList<>(binds);
        moreBinds.addAll(List.of(values));
        return new Scope(partitions, moreConditions, moreBinds);
    }

    /** Whether nothing can be in it. */
    boolean isEmpty() {
        return partitions != null && partitions.isEmpty();
    }

    @Nullable List<Long> partitions() {
        return partitions;
    }

    /** Writes the conditions, each after an AND. */
    void appendConditions(SqlText sql) {
        conditions.forEach(condition -> sql.add(" AND (").add(condition).add(")"));
        binds.forEach(sql::bound);
    }

    /** All that a page token must be faithful to. */
    String fingerprint() {
        return partitions + "|" + conditions + "|" + binds;
    }
}
