package org.tandemml.registry.search;

import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;

/** Writes the test of a condition on a child table for a row of the entity. */
record LookUp(SearchFields fields, Scope scope, KeyNumbers keys) {
    /** Of a repeated key: the row that counts. */
    static final String LATEST = " ORDER BY c.step DESC, c.timestamp DESC, c.value DESC LIMIT 1";

    /** {@code OFFSET 0} keeps a sub-select one. */
    static final String FENCED = " OFFSET 0)";

    static final String FREE = ")";

    /** The rows {@code c} of a key, after SELECT and what is selected. */
    SqlText rows(FieldRef.Keyed field, String owner) {
        return new SqlText()
                .add(" FROM ")
                .add(field.field().table())
                .add(" c WHERE ")
                .add(fields.joined("c", owner))
                .add(keys.test(field, "c"));
    }

    /** A test that is made for each row that a statement reads. */
    SqlText fenced(FieldRef.Keyed field, String owner, Expression.Condition condition) {
        return field.field().repeated()
                ? ofLatest(field, owner, condition)
                : exists(
                        rows(field, owner).add(" AND ").add(ValueTest.of(condition, "c.value")),
                        FENCED);
    }

    /** A test that the planner may make for all rows at once. */
    SqlText free(FieldRef.Keyed field, String owner, Expression.Condition condition) {
        KeyedFamily family = field.field();
        if (family.repeated()) {
            return ofLatest(field, owner, condition);
        }
        SqlText rows = rows(field, owner);
        PartitionTest.all(scope).append(rows, "c.", family.partition());
        rows.add(" AND ").add(ValueTest.indexed(family, condition, "c.value"));
        return exists(rows, FREE);
    }

    private SqlText ofLatest(FieldRef.Keyed field, String owner, Expression.Condition condition) {
        SqlText rows = rows(field, owner);
        scope.appendCounted(rows, field.field());
        SqlText latest =
                new SqlText()
                        .add(" FROM (SELECT c.value")
                        .add(rows)
                        .add(LATEST)
                        .add(") l WHERE ")
                        .add(ValueTest.of(condition, "l.value"));
        return exists(latest, FENCED);
    }

    /** That there are such rows. */
    static SqlText exists(SqlText rows, String end) {
        return new SqlText().add("EXISTS (SELECT 1").add(rows).add(end);
    }
}
