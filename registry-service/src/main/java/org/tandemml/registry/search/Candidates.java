package org.tandemml.registry.search;

import java.sql.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily.Index;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;

/**
 * How many rows meet the conditions on child tables, looked up rather than guessed, and never
 * further than is useful (see {@link Limits}):
 *
 * <ul>
 *   <li>few: these rows are the candidates of the whole search; they are tested and sorted
 *   <li>many: the search reads rows in its order and looks each up in a hash table of these
 *   <li>more: it reads rows in its order and looks each up in the child table; matches are
 *       frequent, so a page fills soon
 * </ul>
 */
final class Candidates {
    /** So few are always looked for: it costs less than reading anything else. */
    private static final int VERY_FEW = 200;

    /** More conditions than this are not looked at; PostgreSQL plans joins of so many freely. */
    private static final int MAX_LOOKED_AT = 8;

    private final SearchFields fields;
    private final KeyNumbers keys;
    private final PartitionTest partitions;
    private final Limits limits;
    private final List<Expression.Condition> conditions = new ArrayList<>();
    private final Map<Expression.Condition, Integer> counts = new HashMap<>();
    private @Nullable List<Object> few;
    private int fewest = Integer.MAX_VALUE;

    private Candidates(Search search, Scope scope, KeyNumbers keys, Limits limits) {
        this.fields = search.fields();
        this.keys = keys;
        this.partitions = PartitionTest.all(scope);
        this.limits = limits;
    }

    /** Looks for a condition that very few rows meet. */
    static Candidates of(
            Search search, Scope scope, KeyNumbers keys, Limits limits, PlannedSql sql) {
        Candidates candidates = new Candidates(search, scope, keys, limits);
        for (Expression part : search.topLevel()) {
            if (part instanceof Expression.Condition condition) {
                if (condition.field() instanceof FieldRef.Keyed keyed && keys.of(keyed) == null) {
                    candidates.fewest = 0;
                    return candidates;
                }
                if (candidates.conditions.size() < MAX_LOOKED_AT) {
                    candidates.conditions.add(condition);
                }
            }
        }
        candidates.find(Math.min(VERY_FEW, limits.few()), sql);
        return candidates;
    }

    private void find(int most, PlannedSql sql) {
        for (Expression.Condition condition : conditions) {
            if (ValueTest.usesIndex(condition) && (few == null || fewest > VERY_FEW)) {
                counts.put(condition, find(List.of(condition), most, sql));
            }
        }
    }

    /** Looks at each condition that an index can answer. */
    void lookAtEach(PlannedSql sql) {
        find(limits.few(), sql);
        if (few == null) {
            conditions.stream()
                    .filter(Candidates::isCounted)
                    .forEach(condition -> counts.put(condition, count(condition, sql)));
        }
    }

    /** Only an index that holds whole values and identities is counted without its table. */
    private static boolean isCounted(Expression.Condition condition) {
        return ValueTest.usesIndex(condition)
                && condition.field() instanceof FieldRef.Keyed keyed
                && keyed.field().index().kind() == Index.Kind.VALUE;
    }

    /** Looks for the rows that meet all conditions together. */
    void lookAtAll(PlannedSql sql) {
        if (!conditions.isEmpty()) {
            find(conditions, limits.few(), sql);
        }
    }

    /** Keeps the rows that meet conditions, if they are the fewest yet and not more than most. */
    private int find(List<Expression.Condition> tests, int most, PlannedSql sql) {
        List<String> columns = fields.identity();
        String arrays =
                columns.stream()
                        .map(column -> "array_agg(f." + column + "::bigint)")
                        .collect(Collectors.joining(", "));
        SqlText statement =
                new SqlText()
                        .add("SELECT " + arrays + " FROM (")
                        .add(matches(tests))
                        .add(tests.size() == 1 ? inIndexOrder(tests.get(0)) : "")
                        .add(" LIMIT ")
                        .bind(most + 1)
                        .add(") f");
        List<Object> found = sql.query(statement, row -> arrays(row, columns.size())).get(0);
        int count = ((Long[]) found.get(0)).length;
        if (count <= most && count < fewest) {
            fewest = count;
            few = found;
        }
        return count > most ? Integer.MAX_VALUE : count;
    }

    /** Keeps PostgreSQL from collecting all entries of an index before it fetches the first row. */
    private String inIndexOrder(Expression.Condition condition) {
        if (condition instanceof Expression.InTexts || partitions.isSeveral()) {
            return "";
        }
        if (condition.field() instanceof FieldRef.Keyed keyed) {
            int prefix = keyed.field().index().prefix();
            return " ORDER BY " + (prefix > 0 ? "left(c0.value, " + prefix + ")" : "c0.value");
        }
        Attribute attribute = ((FieldRef.Of) condition.field()).field();
        return attribute.access() == Attribute.Access.ORDER ? " ORDER BY " + attribute.sql() : "";
    }

    private static List<Object> arrays(java.sql.ResultSet row, int columns)
            throws java.sql.SQLException {
        List<Object> arrays = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            Array array = row.getArray(i);
            arrays.add(array == null ? new Long[0] : (Long[]) array.getArray());
        }
        return arrays;
    }

    private int count(Expression.Condition condition, PlannedSql sql) {
        SqlText statement =
                new SqlText()
                        .add("SELECT count(*) FROM (")
                        .add(matches(List.of(condition)))
                        .add(" LIMIT ")
                        .bind(limits.many() + 1)
                        .add(") f");
        int count = sql.query(statement, row -> row.getInt(1)).get(0);
        return count > limits.many() ? Integer.MAX_VALUE : count;
    }

    /** Selects the identities of the rows that meet conditions. */
    private SqlText matches(List<Expression.Condition> tests) {
        boolean readsEntity = tests.stream().anyMatch(c -> c.field() instanceof FieldRef.Of);
        String owner = readsEntity ? fields.alias() : "c0";
        List<SqlText> from = new ArrayList<>();
        SqlText where = new SqlText();
        for (Expression.Condition test : tests) {
            if (test.field() instanceof FieldRef.Keyed keyed) {
                String child = "c" + from.size();
                from.add(new SqlText().add(keyed.field().table()).add(" ").add(child));
                if (!child.equals(owner)) {
                    where.add(" AND ").add(fields.joined(child, owner));
                }
                appendChild(where, keyed, test, child);
            } else {
                where.add(" AND ").add(ValueTest.ofEntity(test));
            }
        }
        if (readsEntity) {
            from.add(new SqlText().add(fields.from()));
            partitions.append(where, "", fields.partition());
        }
        String selected =
                fields.identity().stream()
                        .map(column -> owner + "." + column)
                        .collect(Collectors.joining(", "));
        return new SqlText()
                .add("SELECT " + selected + " FROM ")
                .join(", ", from)
                .add(" WHERE TRUE")
                .add(where);
    }

    private void appendChild(
            SqlText where, FieldRef.Keyed field, Expression.Condition test, String child) {
        partitions.append(where, child + ".", field.field().partition());
        where.add(keys.test(field, child))
                .add(" AND ")
                .add(ValueTest.indexed(field.field(), test, child + ".value"));
    }

    /** An upper bound of the rows that meet a part, as far as is known. */
    int atMost(Expression part) {
        return part instanceof Expression.Condition condition
                ? counts.getOrDefault(condition, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    /** Whether no row meets the filter. */
    boolean none() {
        return fewest == 0;
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
        String columns =
                fields.identity().stream().map(alias::concat).collect(Collectors.joining(", "));
        List<SqlText> places = arrays.stream().map(a -> new SqlText().bind(a)).toList();
        sql.add(" AND (" + columns + ") IN (SELECT * FROM unnest(").join(", ", places).add("))");
    }

    /** Whether a condition's matches are to be looked up in a hash table. */
    boolean areMany(Expression.Condition condition) {
        return !areFew() && fields.identity().size() == 1 && atMost(condition) <= limits.many();
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
                .add(matches(List.of(condition)))
                .add(" LIMIT ")
                .bind(3 * limits.many())
                .add(")");
    }
}
