package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;

/**
 * Writes a filter as SQL. Every value of the caller is bound.
 *
 * <p>A condition on a child table becomes a look-up for each row that a statement reads, never a
 * join: PostgreSQL guesses how many rows meet it from the values of all keys together, and plans
 * that trust such a guess read a whole experiment to fill one page. {@code OFFSET 0} keeps the
 * look-up one, and {@code CASE} counts all of them as one guess. See {@link Candidates} for how
 * rare matches are found.
 */
final class Conditions {
    private final Search search;
    private final LookUp lookUp;
    private final SearchFields fields;
    private final KeyNumbers keys;
    private final Candidates candidates;

    Conditions(Search search, Scope scope, KeyNumbers keys, Candidates candidates) {
        this.search = search;
        this.lookUp = new LookUp(search.fields(), scope, keys);
        this.fields = search.fields();
        this.keys = keys;
        this.candidates = candidates;
    }

    /**
     * Writes the whole filter, after an AND.
     *
     * @param fixed the values that the first keys of the order have
     * @param driver the child table {@code o} that the statement reads, if it does; conditions on
     *     the same key test it directly
     */
    void append(SqlText sql, List<@Nullable Object> fixed, FieldRef.@Nullable Keyed driver) {
        List<SqlText> onDriver = new ArrayList<>();
        List<SqlText> onEntity = new ArrayList<>();
        for (Expression part : rarestFirst()) {
            if (part.conditions().allMatch(Conditions::isOwn)) {
                sql.add(" AND ").add(compile(part, fields.alias()));
            } else if (!(part instanceof Expression.Condition condition)) {
                onEntity.add(compile(part, fields.alias()));
            } else if (condition.field().equals(driver)) {
                sql.add(" AND ").add(ValueTest.indexed(driver.field(), condition, "o.value"));
            } else if (condition.field() instanceof FieldRef.Keyed && driver != null) {
                onDriver.add(compile(condition, "o"));
            } else {
                onEntity.add(compile(condition, fields.alias()));
            }
        }
        for (int place = 0; place < fixed.size(); place++) {
            appendFixed(sql, search.order().get(place).field(), fixed.get(place), onEntity);
        }
        fence(sql, onDriver);
        fence(sql, onEntity);
    }

    /** The conditions on one key that every match meets, as tests of {@code o}. */
    static List<SqlText> onKey(Search search, FieldRef.Keyed key) {
        return search.topLevel().stream()
                .filter(Expression.Condition.class::isInstance)
                .map(Expression.Condition.class::cast)
                .filter(condition -> condition.field().equals(key))
                .map(condition -> ValueTest.indexed(key.field(), condition, "o.value"))
                .toList();
    }

    private List<Expression> rarestFirst() {
        return search.topLevel().stream()
                .sorted(Comparator.comparingInt(candidates::atMost))
                .toList();
    }

    private void appendFixed(
            SqlText sql, FieldRef field, @Nullable Object value, List<SqlText> lookUps) {
        if (field instanceof FieldRef.Of of) {
            sql.add(" AND ").add(of.field().sql());
            if (value == null) {
                sql.add(" IS NULL");
            } else {
                sql.add(" = ").bind(value);
            }
            return;
        }
        FieldRef.Keyed keyed = (FieldRef.Keyed) field;
        if (value != null) {
            SqlText rows = lookUp.rows(keyed, fields.alias()).add(" AND c.value = ").bind(value);
            lookUps.add(LookUp.exists(rows, LookUp.FENCED));
        } else if (keys.of(keyed) != null) {
            // Left to the planner: it may be all rows or none.
            SqlText rows = lookUp.rows(keyed, fields.alias());
            sql.add(" AND NOT ").add(LookUp.exists(rows, LookUp.FREE));
        }
    }

    private static void fence(SqlText sql, List<SqlText> tests) {
        if (!tests.isEmpty()) {
            sql.add(" AND CASE WHEN ").join(" AND ", tests).add(" THEN TRUE END");
        }
    }

    /** Whether a condition needs no other table. */
    private static boolean isOwn(Expression.Condition condition) {
        return condition.field() instanceof FieldRef.Of of && of.field().within().isEmpty();
    }

    private SqlText compile(Expression expression, String owner) {
        return FilterSql.of(expression, condition -> test(condition, owner));
    }

    private SqlText test(Expression.Condition condition, String owner) {
        if (!(condition.field() instanceof FieldRef.Keyed keyed)) {
            return ValueTest.ofEntity(condition);
        }
        if (keys.of(keyed) == null) {
            return new SqlText().add("FALSE");
        }
        return candidates.areMany(condition)
                ? candidates.asSet(condition, owner)
                : lookUp.fenced(keyed, owner, condition);
    }
}
