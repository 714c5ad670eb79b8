package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.Attribute;
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
    private final SearchFields fields;
    private final KeyNumbers keys;
    private final Candidates candidates;
    private final List<Expression> parts;

    Conditions(Search search, KeyNumbers keys, Candidates candidates) {
        this.fields = search.fields();
        this.keys = keys;
        this.candidates = candidates;
        this.parts = search.topLevel();
    }

    /**
     * Writes the whole filter, after an AND.
     *
     * @param driver the leading key's child table, alias {@code o}, if the statement reads it;
     *     conditions on the same key test it directly
     */
    void append(SqlText sql, FieldRef.@Nullable Keyed driver) {
        List<SqlText> onDriver = new ArrayList<>();
        List<SqlText> onEntity = new ArrayList<>();
        for (Expression part : ordered()) {
            if (part instanceof Expression.Condition condition) {
                if (condition.field() instanceof FieldRef.Of of && of.field().within().isEmpty()) {
                    sql.add(" AND ").add(ValueTest.of(condition, of.field().sql()));
                } else if (condition.field().equals(driver)) {
                    sql.add(" AND ").add(ValueTest.indexed(driver.field(), condition, "o.value"));
                } else if (condition.field() instanceof FieldRef.Keyed && driver != null) {
                    onDriver.add(compile(condition, "o"));
                } else {
                    onEntity.add(compile(condition, fields.alias()));
                }
            } else {
                onEntity.add(compile(part, fields.alias()));
            }
        }
        fence(sql, onDriver);
        fence(sql, onEntity);
    }

    /** The top-level parts, those that few rows meet first. */
    private List<Expression> ordered() {
        return parts.stream().sorted(Comparator.comparingInt(candidates::atMost)).toList();
    }

    private static void fence(SqlText sql, List<SqlText> tests) {
        String before = " AND CASE WHEN ";
        for (SqlText test : tests) {
            sql.add(before).add(test);
            before = " AND ";
        }
        if (!tests.isEmpty()) {
            sql.add(" THEN TRUE END");
        }
    }

    private SqlText compile(Expression expression, String owner) {
        if (expression instanceof Expression.And and) {
            return new SqlText()
                    .add("(")
                    .join(" AND ", and.parts().stream().map(part -> compile(part, owner)).toList())
                    .add(")");
        }
        Expression.Condition condition = (Expression.Condition) expression;
        if (condition.field() instanceof FieldRef.Keyed keyed) {
            return ofChild(keyed, condition, owner);
        }
        Attribute attribute = ((FieldRef.Of) condition.field()).field();
        SqlText test = ValueTest.of(condition, attribute.sql());
        return attribute.within().isEmpty()
                ? test
                : new SqlText()
                        .add("EXISTS (")
                        .add(attribute.within())
                        .add(" ")
                        .add(test)
                        .add(" OFFSET 0)");
    }

    private SqlText ofChild(FieldRef.Keyed field, Expression.Condition condition, String owner) {
        if (keys.of(field) == null) {
            return new SqlText().add("FALSE");
        }
        if (candidates.areMany(condition)) {
            return candidates.asSet(condition, owner);
        }
        return new SqlText()
                .add("EXISTS (SELECT 1 FROM ")
                .add(field.field().table())
                .add(" c WHERE ")
                .add(joined(fields, "c", owner))
                .add(keys.test(field, "c"))
                .add(" AND ")
                .add(ValueTest.of(condition, "c.value"))
                .add(" OFFSET 0)");
    }

    /** That a child's row belongs to the row of its owner. */
    static String joined(SearchFields fields, String child, String owner) {
        return fields.identity().stream()
                .map(column -> child + "." + column + " = " + owner + "." + column)
                .collect(Collectors.joining(" AND "));
    }
}
