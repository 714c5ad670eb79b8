package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.KeyedFamily;

/**
 * What a search is limited to before the caller's filter: the experiments it may see, the life
 * cycle. The SQL is written by a feature; values are bound.
 */
public final class Scope {
    private final @Nullable List<Long> partitions;
    private final List<String> conditions;
    private final List<Object> binds;
    private final @Nullable Counted counted;

    /** Which rows of a family's child table count. */
    private record Counted(String family, String condition, List<Object> binds) {}

    private Scope(
            @Nullable List<Long> partitions,
            List<String> conditions,
            List<Object> binds,
            @Nullable Counted counted) {
        this.partitions = partitions;
        this.conditions = List.copyOf(conditions);
        this.binds = List.copyOf(binds);
        this.counted = counted;
    }

    /** Everything. */
    public static Scope everything() {
        return new Scope(null, List.of(), List.of(), null);
    }

    /** Only rows whose partition column has one of these values; of no values: nothing. */
    public static Scope within(List<Long> partitions) {
        return new Scope(partitions.stream().distinct().toList(), List.of(), List.of(), null);
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
        return new Scope(partitions, moreConditions, moreBinds, counted);
    }

    /**
     * The same where only some rows of a family that is {@linkplain
     * org.tandemml.registry.search.fields.KeyedFamily#repeated repeated} count, in the filter and
     * in the order.
     *
     * @param family its name
     * @param condition SQL on the child's row {@code c}, with a {@code ?} for each value
     */
    public Scope counting(String family, String condition, Object... values) {
        return new Scope(
                partitions, conditions, binds, new Counted(family, condition, List.of(values)));
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

    /** Writes that a child's row {@code c} of a family counts, after an AND. */
    void appendCounted(SqlText sql, KeyedFamily family) {
        if (counted != null && counted.family().equals(family.name())) {
            sql.add(" AND (").add(counted.condition()).add(")");
            counted.binds().forEach(sql::bound);
        }
    }

    /** All that a page token must be faithful to. */
    String fingerprint() {
        return partitions + "|" + conditions + "|" + binds + "|" + counted;
    }
}
