package org.tandemml.registry.search;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final LookUp lookUp;
    private final Limits limits;
    private final List<Expression> parts = new ArrayList<>();
    private final List<Expression.Condition> conditions = new ArrayList<>();
    private final Map<Expression.Condition, Integer> counts = new HashMap<>();
    private @Nullable Matches few;
    private int fewest = Integer.MAX_VALUE;

    /** Rows by their identity: an array for each column, in the same order. */
    private record Matches(List<Long[]> columns) {
        int size() {
            return columns.get(0).length;
        }

        Matches and(Matches others) {
            List<Long[]> all = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Stream<Long> both =
                        Stream.concat(Stream.of(columns.get(i)), Stream.of(others.columns.get(i)));
                all.add(both.toArray(Long[]::new));
            }
            return new Matches(all);
        }
    }

    private Candidates(Search search, Scope scope, KeyNumbers keys, Limits limits) {
        this.fields = search.fields();
        this.keys = keys;
        this.partitions = PartitionTest.all(scope);
        this.lookUp = new LookUp(search.fields(), scope, keys);
        this.limits = limits;
    }

    /** Looks for a part of the filter that very few rows meet. */
    static Candidates of(
            Search search, Scope scope, KeyNumbers keys, Limits limits, PlannedSql sql) {
        Candidates candidates = new Candidates(search, scope, keys, limits);
        int lookedAt = 0;
        for (Expression part : search.topLevel()) {
            if (candidates.isNever(part)) {
                candidates.fewest = 0;
                return candidates;
            }
            lookedAt += (int) part.conditions().count();
            if (lookedAt <= MAX_LOOKED_AT) {
                candidates.parts.add(part);
                if (part instanceof Expression.Condition condition) {
                    candidates.conditions.add(condition);
                }
            }
        }
        candidates.find(Math.min(VERY_FEW, limits.few()), sql);
        return candidates;
    }

    /** Whether a part needs a key that nobody has logged. */
    private boolean isNever(Expression part) {
        if (part instanceof Expression.And and) {
            return and.parts().stream().anyMatch(this::isNever);
        }
        if (part instanceof Expression.Or or) {
            return or.parts().stream().allMatch(this::isNever);
        }
        return part instanceof Expression.Condition condition
                && condition.field() instanceof FieldRef.Keyed keyed
                && keys.of(keyed) == null;
    }

    private void find(int most, PlannedSql sql) {
        for (Expression part : parts) {
            if (few == null || fewest > VERY_FEW) {
                keep(find(part, most, sql), most);
            }
        }
    }

    /** Keeps rows, if they are the fewest yet and not more than most. */
    private void keep(@Nullable Matches found, int most) {
        if (found != null && found.size() <= most && found.size() < fewest) {
            fewest = found.size();
            few = found;
        }
    }

    /** Rows that include all that meet a part; null: they are more than most, or not known. */
    private @Nullable Matches find(Expression part, int most, PlannedSql sql) {
        if (isNever(part)) {
            return new Matches(fields.identity().stream().map(column -> new Long[0]).toList());
        }
        if (part instanceof Expression.And and) {
            for (Expression inner : and.parts()) {
                Matches found = find(inner, most, sql);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (part instanceof Expression.Or or) {
            return findAny(or.parts(), most, sql);
        }
        if (part instanceof Expression.Condition condition && ValueTest.usesIndex(condition)) {
            SqlText matches = matches(List.of(condition)).add(inIndexOrder(condition));
            Matches found = fetch(matches, most, sql);
            counts.put(condition, found == null ? Integer.MAX_VALUE : found.size());
            return found;
        }
        return null;
    }

    private @Nullable Matches findAny(List<Expression> any, int most, PlannedSql sql) {
        Matches all = null;
        for (Expression part : any) {
            Matches found = find(part, most, sql);
            if (found == null) {
                return null;
            }
            all = all == null ? found : all.and(found);
        }
        return all;
    }

    /** Looks at each part that indexes can answer. */
    void lookAtEach(PlannedSql sql) {
        find(limits.few(), sql);
        if (few == null) {
            parts.stream()
                    .flatMap(Expression::conditions)
                    .distinct()
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

    /** Looks for the rows that meet all parts together. */
    void lookAtAll(PlannedSql sql) {
        if (!parts.isEmpty()) {
            boolean plain = conditions.size() == parts.size();
            SqlText all = plain ? matches(conditions) : meeting(parts);
            keep(fetch(all, limits.few(), sql), limits.few());
        }
    }

    /** Selects the identities of the rows that meet parts, as the planner likes. */
    private SqlText meeting(List<Expression> all) {
        SqlText where = new SqlText();
        partitions.append(where, "", fields.partition());
        for (Expression part : all) {
            where.add(" AND ").add(FilterSql.of(part, this::testFreely));
        }
        return select(fields.alias(), List.of(new SqlText().add(fields.from())), where);
    }

    private SqlText testFreely(Expression.Condition condition) {
        if (!(condition.field() instanceof FieldRef.Keyed keyed)) {
            return ValueTest.ofEntityFreely(condition);
        }
        return keys.of(keyed) == null
                ? new SqlText().add("FALSE")
                : lookUp.free(keyed, fields.alias(), condition);
    }

    /** The rows that a statement selects the identities of; null: more than most. */
    private @Nullable Matches fetch(SqlText identities, int most, PlannedSql sql) {
        List<String> columns = fields.identity();
        String arrays =
                columns.stream()
                        .map(column -> "array_agg(f." + column + "::bigint)")
                        .collect(Collectors.joining(", "));
        SqlText statement =
                new SqlText()
                        .add("SELECT " + arrays + " FROM (")
                        .add(identities)
                        .add(" LIMIT ")
                        .bind(most + 1)
                        .add(") f");
        Matches found = sql.query(statement, row -> read(row, columns.size())).get(0);
        return found.size() > most ? null : found;
    }

    /** Keeps PostgreSQL from collecting all entries of an index before it fetches the first row. */
    private String inIndexOrder(Expression.Condition condition) {
        if (ValueTest.isList(condition) || partitions.isSeveral()) {
            return "";
        }
        if (condition.field() instanceof FieldRef.Keyed keyed) {
            int prefix = keyed.field().index().prefix();
            return " ORDER BY " + (prefix > 0 ? "left(c0.value, " + prefix + ")" : "c0.value");
        }
        Attribute attribute = ((FieldRef.Of) condition.field()).field();
        return attribute.access() == Attribute.Access.ORDER ? " ORDER BY " + attribute.sql() : "";
    }

    private static Matches read(ResultSet row, int columns) throws SQLException {
        List<Long[]> arrays = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            Array array = row.getArray(i);
            arrays.add(array == null ? new Long[0] : (Long[]) array.getArray());
        }
        return new Matches(arrays);
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
                where.add(" AND ").add(ValueTest.ofEntityFreely(test));
            }
        }
        if (readsEntity) {
            from.add(new SqlText().add(fields.from()));
            partitions.append(where, "", fields.partition());
        }
        return select(owner, from, where);
    }

    private SqlText select(String owner, List<SqlText> from, SqlText where) {
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
        List<Long[]> arrays = Objects.requireNonNull(few).columns();
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
        boolean repeated =
                condition.field() instanceof FieldRef.Keyed keyed && keyed.field().repeated();
        return !areFew()
                && !repeated
                && fields.identity().size() == 1
                && atMost(condition) <= limits.many();
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
