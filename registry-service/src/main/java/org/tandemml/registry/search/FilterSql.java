package org.tandemml.registry.search;

import java.util.List;
import org.tandemml.registry.search.filter.Expression;

/** Writes the tree of a filter as SQL. */
final class FilterSql {
    /** How one condition is tested; the test may be NULL where it is not true. */
    @FunctionalInterface
    interface Leaf {
        SqlText test(Expression.Condition condition);
    }

    private FilterSql() {}

    /** An operand of AND. */
    static SqlText of(Expression expression, Leaf leaf) {
        if (expression instanceof Expression.And and) {
            return and.parts().isEmpty()
                    ? new SqlText().add("TRUE")
                    : joined(" AND ", and.parts(), leaf);
        }
        if (expression instanceof Expression.Or or) {
            return joined(" OR ", or.parts(), leaf);
        }
        if (expression instanceof Expression.Not not) {
            SqlText part = of(not.part(), leaf);
            // EXISTS is never NULL, and the planner makes joins of NOT EXISTS only.
            return part.text().startsWith("EXISTS (")
                    ? new SqlText().add("NOT ").add(part)
                    : new SqlText().add("(").add(part).add(") IS NOT TRUE");
        }
        return leaf.test((Expression.Condition) expression);
    }

    private static SqlText joined(String operator, List<Expression> parts, Leaf leaf) {
        List<SqlText> operands =
                parts.stream()
                        .map(part -> new SqlText().add("(").add(of(part, leaf)).add(")"))
                        .toList();
        return new SqlText().add("(").join(operator, operands).add(")");
    }
}
