package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.KeyedFamily;
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
    /** Of a repeated key: the row that counts. */
    static final String LATEST = " ORDER BY c.step DESC, c.timestamp DESC, c.value DESC LIMIT 1";

    private final Search search;
    private final Scope scope;
    private final SearchFields fields;
    private final KeyNumbers keys;
    private final Candidates candidates;

    Conditions(Search search, Scope scope, KeyNumbers keys, Candidates candidates) {
        this.search = search;
        this.scope = scope;
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
            SqlText row = row(keyed, fields.alias()).add(" AND c.value = ").bind(value);
            lookUps.add(exists(new SqlText().add("SELECT 1").add(row)));
        } else if (keys.of(keyed) != null) {
            // Left to the planner: it may be all rows or none.
            sql.add(" AND NOT EXISTS (SELECT 1").add(row(keyed, fields.alias())).add(")");
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

    /** An operand of AND. */
    private SqlText compile(Expression expression, String owner) {
        if (expression instanceof Expression.And and) {
            return and.parts().isEmpty()
                    ? new SqlText().add("TRUE")
                    : joined(" AND ", and.parts(), owner);
        }
        if (expression instanceof Expression.Or or) {
            return joined(" OR ", or.parts(), owner);
        }
        if (expression instanceof Expression.Not not) {
            // A test of NULL is NULL, which is not true either.
            return new SqlText().add("(").add(compile(not.part(), owner)).add(") IS NOT TRUE");
        }
        Expression.Condition condition = (Expression.Condition) expression;
        if (condition.field() instanceof FieldRef.Keyed keyed) {
            if (keys.of(keyed) == null) {
                return new SqlText().add("FALSE");
            }
            return candidates.areMany(condition)
                    ? candidates.asSet(condition, owner)
                    : lookUp(keyed, owner, condition);
        }
        return ValueTest.ofEntity(condition);
    }

    private SqlText joined(String operator, List<Expression> parts, String owner) {
        List<SqlText> operands =
                parts.stream()
                        .map(part -> new SqlText().add("(").add(compile(part, owner)).add(")"))
                        .toList();
        return new SqlText().add("(").join(operator, operands).add(")");
    }

    private SqlText lookUp(FieldRef.Keyed field, String owner, Expression.Condition condition) {
        KeyedFamily family = field.field();
        SqlText row = row(field, owner);
        if (!family.repeated()) {
            row.add(" AND ").add(ValueTest.of(condition, "c.value"));
            return exists(new SqlText().add("SELECT 1").add(row));
        }
        scope.appendCounted(row, family);
        return exists(
                new SqlText()
                        .add("SELECT 1 FROM (SELECT c.value")
                        .add(row)
                        .add(LATEST)
                        .add(") l WHERE ")
                        .add(ValueTest.of(condition, "l.value")));
    }

    private static SqlText exists(SqlText select) {
        return new SqlText().add("EXISTS (").add(select).add(" OFFSET 0)");
    }

    private SqlText row(FieldRef.Keyed field, String owner) {
        return new SqlText()
                .add(" FROM ")
                .add(field.field().table())
                .add(" c WHERE ")
                .add(fields.joined("c", owner))
                .add(keys.test(field, "c"));
    }
}
