package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.KeyedFamily.Index;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.OrderTerm;

/** Writes the statements of a search. Nothing of the caller is in their text, all is bound. */
final class Statements {
    private final Search search;
    private final SearchFields fields;
    private final Scope scope;
    private final String columns;
    private final KeyNumbers keys;
    private final Limits limits;
    private final List<SortKey> order = new ArrayList<>();
    private final List<SqlText> joins = new ArrayList<>();

    Statements(Search search, Scope scope, String columns, KeyNumbers keys, Limits limits) {
        this.search = search;
        this.fields = search.fields();
        this.scope = scope;
        this.columns = columns;
        this.keys = keys;
        this.limits = limits;
        for (OrderTerm term : search.order()) {
            String label = "sort_" + order.size();
            FieldType type = term.field().field().type();
            if (term.field() instanceof FieldRef.Keyed keyed) {
                String value = label + ".value";
                order.add(new SortKey(value, label, type, term.ascending(), false, 0));
                joins.add(join(term, keyed, label));
            } else {
                Attribute attribute = ((FieldRef.Of) term.field()).field();
                boolean present = !attribute.nullable();
                order.add(new SortKey(attribute.sql(), label, type, term.ascending(), present, 0));
                joins.add(new SqlText());
            }
        }
    }

    private SqlText join(OrderTerm term, FieldRef.Keyed field, String label) {
        SqlText join =
                new SqlText()
                        .add(" LEFT JOIN LATERAL (SELECT c.value FROM ")
                        .add(field.field().table())
                        .add(" c WHERE ")
                        .add(fields.joined("c", fields.alias()))
                        .add(keys.test(field, "c"));
        if (!term.datasetName().isEmpty()) {
            join.add(" AND c.dataset_name = ").bind(term.datasetName());
        }
        if (!term.datasetDigest().isEmpty()) {
            join.add(" AND c.dataset_digest = ").bind(term.datasetDigest());
        }
        scope.appendCounted(join, field.field());
        if (field.field().repeated()) {
            join.add(LookUp.LATEST);
        }
        return join.add(") ").add(label).add(" ON TRUE");
    }

    /** The order's keys as any statement can read them. */
    List<SortKey> order() {
        return order;
    }

    /** The child table whose index has the key at this place of the order, if there is one. */
    FieldRef.@Nullable Keyed driver(int place) {
        return search.order().get(place).field() instanceof FieldRef.Keyed keyed
                        && keyed.field().index().kind() != Index.Kind.NONE
                        && !keyed.field().repeated()
                        && (keyed.field().partition().isEmpty() == fields.partition().isEmpty())
                ? keyed
                : null;
    }

    /** The key at this place of the order as it is read from an index. */
    SortKey leading(int place) {
        FieldRef.Keyed driver = driver(place);
        SortKey key = order.get(place).asPresent();
        return driver == null ? key : key.from("o.value", driver.field().index().prefix());
    }

    /** The keys that a slice's rows still have to be ordered by. */
    List<SortKey> keysOf(Slice slice) {
        int place = slice.fixed().size();
        List<SortKey> rest = new ArrayList<>(order.subList(place, order.size()));
        if (slice.range() != null) {
            rest.set(0, leading(place));
        }
        return rest;
    }

    /**
     * Reads the rows of a slice, in order.
     *
     * @param after the position after which they begin; null: all
     */
    SqlText rows(
            Slice slice, Candidates candidates, @Nullable List<@Nullable Object> after, int limit) {
        List<Long> partitions = scope.partitions();
        boolean merged =
                partitions != null
                        && partitions.size() > 1
                        && partitions.size() <= limits.partitions()
                        && slice.range() != null;
        if (!merged) {
            PartitionTest all = PartitionTest.all(scope);
            return select(slice, all, candidates, after, limit);
        }
        SqlText sql =
                new SqlText()
                        .add("SELECT x.* FROM unnest(")
                        .bind(partitions.stream().mapToLong(Long::longValue).toArray())
                        .add("::bigint[]) AS p (id) CROSS JOIN LATERAL (")
                        .add(select(slice, PartitionTest.each("p.id"), candidates, after, limit))
                        .add(") x");
        List<SortKey> outer =
                keysOf(slice).stream().map(key -> key.from("x." + key.label(), 0)).toList();
        return orderAndLimit(sql, outer, limit);
    }

    private SqlText select(
            Slice slice,
            PartitionTest partition,
            Candidates candidates,
            @Nullable List<@Nullable Object> after,
            int limit) {
        int place = slice.fixed().size();
        FieldRef.Keyed driver = slice.range() == null ? null : driver(place);
        List<SortKey> rest = keysOf(slice);
        SqlText sql = new SqlText().add("SELECT ").add(columns);
        rest.forEach(key -> sql.add(", ").add(key.sql()).add(" AS ").add(key.label()));
        sql.add(" FROM ");
        if (driver != null) {
            sql.add(driver.field().table()).add(" o, ");
        }
        sql.add(fields.from());
        joins.subList(driver == null ? place : place + 1, joins.size()).forEach(sql::add);
        sql.add(" WHERE TRUE");
        partition.append(sql, "", fields.partition());
        scope.appendConditions(sql);
        if (driver != null) {
            sql.add(" AND ").add(fields.joined("o", fields.alias()));
            appendDriver(sql, driver, partition);
        }
        if (slice.range() != null) {
            appendRange(sql, slice.range(), leading(place));
        }
        Conditions conditions = new Conditions(search, scope, keys, candidates);
        conditions.append(sql, slice.fixed(), driver);
        if (candidates.areFew()) {
            candidates.append(sql);
        }
        if (after != null) {
            sql.add(" AND ").add(SortKey.beyond(rest, after.subList(place, after.size())));
        }
        return orderAndLimit(sql, rest, limit);
    }

    /**
     * Looks at the index of the key after a slice's fixed ones: what it holds at the first entry of
     * a range ({@code first_value}), and so many entries later ({@code later_value}).
     */
    SqlText look(int place, Slice.Range range, int later) {
        FieldRef.Keyed driver = driver(place);
        SortKey key = leading(place);
        PartitionTest partition = PartitionTest.all(scope);
        SqlText entries = new SqlText().add("SELECT ").add(key.indexed()).add(" FROM ");
        if (driver != null) {
            entries.add(driver.field().table()).add(" o WHERE TRUE");
            appendDriver(entries, driver, partition);
            Conditions.onKey(search, driver).forEach(test -> entries.add(" AND ").add(test));
        } else {
            entries.add(fields.from()).add(" WHERE TRUE");
            partition.append(entries, "", fields.partition());
        }
        appendRange(entries, range, key);
        entries.add(" ORDER BY ").add(key.indexed()).add(key.direction());
        return new SqlText()
                .add("SELECT (")
                .add(entries)
                .add(" LIMIT 1) AS first_value, (")
                .add(entries)
                .add(" OFFSET ")
                .bind(later)
                .add(" LIMIT 1) AS later_value");
    }

    private void appendDriver(SqlText sql, FieldRef.Keyed driver, PartitionTest partition) {
        partition.append(sql, "o.", driver.field().partition());
        sql.add(keys.test(driver, "o"));
    }

    private static void appendRange(SqlText sql, Slice.Range range, SortKey key) {
        if (range.nan()) {
            sql.add(" AND ").add(key.sql()).add(" = 'NaN'");
            return;
        }
        if (key.type() == FieldType.REAL) {
            sql.add(" AND ").add(key.sql()).add(" < 'NaN'");
        } else if (range.bounds().isEmpty()) {
            sql.add(" AND ").add(key.indexed()).add(" IS NOT NULL");
        }
        for (Slice.Bound bound : range.bounds()) {
            sql.add(" AND ").add(key.indexed()).add(" " + bound.operator() + " ");
            sql.bind(bound.value());
        }
    }

    private static SqlText orderAndLimit(SqlText sql, List<SortKey> keys, int limit) {
        List<SqlText> terms = keys.stream().map(key -> new SqlText().add(key.order())).toList();
        return sql.add(" ORDER BY ").join(", ", terms).add(" LIMIT ").bind(limit);
    }
}
