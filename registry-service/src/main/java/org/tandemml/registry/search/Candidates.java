package org.tandemml.registry.search;

import java.sql.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;

/**
 * How many rows meet each condition that an index can answer, looked up rather than guessed, and
 * never further than is useful:
 *
 * <ul>
 *   <li>at most {@value #FEW}: these rows are the candidates of the whole search; they are tested
 *       and sorted
 *   <li>at most {@value #MANY}: the search reads rows in its order and looks each up in a hash
 *       table of these
 *   <li>more: it reads rows in its order and looks each up in the child table; matches are
 *       frequent, so a page fills soon
 * </ul>
 */
final class Candidates {
    static final int FEW = 4_000;
    static final int MANY = 40_000;

    /** Few enough that looking for fewer costs more than it saves. */
    private static final int ENOUGH = 200;

    /** More conditions than this are not looked at. */
    private static final int MAX_LOOKED_AT = 8;

    private final SearchFields fields;
    private final KeyNumbers keys;
    private final PartitionTest partitions;
    private final Map<Expression.Condition, Integer> counts = new HashMap<>();
    private @Nullable List<Object> few;
    private int fewest = FEW + 1;
    private boolean none;

    private Candidates(Search search, KeyNumbers keys, PartitionTest partitions) {
        this.fields = search.fields();
        this.keys = keys;
        this.partitions = partitions;
    }

    /** Looks at the conditions that all matches must meet. */
    static Candidates of(Search search, KeyNumbers keys, Scope scope, PlannedSql sql) {
        Candidates candidates = new Candidates(search, keys, PartitionTest.all(scope.partitions()));
        List<Expression.Condition> indexed = new ArrayList<>();
        for (Expression part : search.topLevel()) {
            if (part instanceof Expression.Condition condition
                    && condition.field() instanceof FieldRef.Keyed keyed) {
                if (keys.of(keyed) == null) {
                    candidates.none = true;
                    return candidates;
                }
                if (ValueTest.usesIndex(keyed.field(), condition)
                        && indexed.size() < MAX_LOOKED_AT) {
                    indexed.add(condition);
                }
            }
        }
        for (Expression.Condition condition : indexed) {
            if (candidates.fewest > ENOUGH) {
                candidates.look(condition, sql);
            }
        }
        if (candidates.few == null) {
            indexed.forEach(condition -> candidates.count(condition, sql));
        }
        return candidates;
    }

    private void look(Expression.Condition condition, PlannedSql sql) {
        List<String> columns = fields.identity();
        SqlText statement =
                new SqlText()
                        .add("SELECT ")
                        .add(
                                columns.stream()
                                        .map(column -> "array_agg(f." + column + "::bigint)")
                                        .collect(Collectors.joining(", ")))
                        .add(" FROM (")
                        .add(rows(condition, String.join(", ", columns)))
                        .add(" LIMIT ")
                        .bind(FEW + 1)
                        .add(") f");
        List<Object> found =
                sql.query(
                                statement,
                                row -> {
                                    List<Object> arrays = new ArrayList<>();
                                    for (int i = 1; i <= columns.size(); i++) {
                                        Array array = row.getArray(i);
                                        arrays.add(
                                                array == null
                                                        ? new Long[0]
                                                        : (Long[]) array.getArray());
                                    }
                                    return arrays;
                                })
                        .get(0);
        int count = ((Long[]) found.get(0)).length;
        counts.put(condition, count);
        if (count < fewest) {
            fewest = count;
            few = found;
        }
    }

    private void count(Expression.Condition condition, PlannedSql sql) {
        KeyedFamily family = ((FieldRef.Keyed) condition.field()).field();
        if (family.index().kind() != KeyedFamily.Index.Kind.VALUE) {
            counts.put(condition, Integer.MAX_VALUE);
            return;
        }
        SqlText statement =
                new SqlText()
                        .add("SELECT count(*) FROM (")
                        .add(rows(condition, "1"))
                        .add(" LIMIT ")
                        .bind(MANY + 1)
                        .add(") f");
        counts.put(condition, sql.query(statement, row -> row.getInt(1)).get(0));
    }

    /** The rows of a child table that meet a condition. */
    private SqlText rows(Expression.Condition condition, String columns) {
        FieldRef.Keyed field = (FieldRef.Keyed) condition.field();
        SqlText sql =
                new SqlText()
                        .add("SELECT ")
                        .add(columns)
                        .add(" FROM ")
                        .add(field.field().table())
                        .add(" c WHERE TRUE");
        if (!field.field().partition().isEmpty()) {
            partitions.add(sql, "c." + field.field().partition());
        }
        return sql.add(keys.test(field, "c"))
                .add(" AND ")
                .add(ValueTest.indexed(field.field(), condition, "c.value"));
    }

    /**
     * An upper bound of the rows that meet a part; larger than any count if it was not looked at.
     */
    int atMost(Expression part) {
        return part instanceof Expression.Condition condition
                ? counts.getOrDefault(condition, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    /** Whether no row meets the filter. */
    boolean none() {
        return none || fewest == 0;
    }

    /** Whether the matches are among a few rows, so that {@link #append} can be used. */
    boolean areFew() {
        return few != null;
    }

    /** Writes that a row is among the few, after an AND. */
    void append(SqlText sql) {
        String alias = fields.alias() + ".";
        List<Object> arrays = Objects.requireNonNull(few);
        if (arrays.size() == 1) {
            sql.add(" AND ").add(alias).add(fields.identity().get(0)).add(" = ANY (");
            sql.bind(arrays.get(0)).add(")");
            return;
        }
        sql.add(" AND (");
        sql.add(fields.identity().stream().map(alias::concat).collect(Collectors.joining(", ")));
        sql.add(") IN (SELECT * FROM unnest(");
        String separator = "";
        for (Object array : arrays) {
            sql.add(separator).bind(array);
            separator = ", ";
        }
        sql.add("))");
    }

    /** Whether a condition's matches are to be looked up in a hash table. */
    boolean areMany(Expression.Condition condition) {
        return !areFew() && fields.identity().size() == 1 && atMost(condition) <= MANY;
    }

    /**
     * That a row is in the set of a condition's matches. The limit is never reached; it tells
     * PostgreSQL that the set fits a hash table.
     */
    SqlText asSet(Expression.Condition condition, String owner) {
        String column = fields.identity().get(0);
        return new SqlText()
                .add(owner + "." + column)
                .add(" IN (")
                .add(rows(condition, "c." + column))
                .add(" LIMIT " + 3 * MANY + ")");
    }
}
