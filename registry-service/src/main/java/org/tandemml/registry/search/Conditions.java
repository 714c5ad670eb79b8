package org.tandemml.registry.search;

import java.util.List;
import java.util.stream.Collectors;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.NumberLiteral;

/** Writes a filter as SQL. Every value of the caller is bound. */
final class Conditions {
    private static final String NEVER = "FALSE";

    private final SearchFields fields;
    private final KeyNumbers keys;

    Conditions(SearchFields fields, KeyNumbers keys) {
        this.fields = fields;
        this.keys = keys;
    }

    /** The whole filter as one boolean expression. */
    SqlText compile(Expression expression) {
        if (expression instanceof Expression.And and) {
            return all(and.parts());
        }
        Expression.Condition condition = (Expression.Condition) expression;
        if (condition.field() instanceof FieldRef.Keyed keyed) {
            return ofChild(keyed, condition);
        }
        Attribute attribute = ((FieldRef.Of) condition.field()).field();
        SqlText test = test(condition, attribute.sql());
        return attribute.within().isEmpty()
                ? test
                : new SqlText().add("EXISTS (").add(attribute.within()).add(" ").add(test).add(")");
    }

    private SqlText all(List<Expression> parts) {
        SqlText sql = new SqlText();
        String separator = "";
        for (Expression part : parts) {
            sql.add(separator).add(compile(part));
            separator = " AND ";
        }
        return parts.isEmpty() ? sql.add("TRUE") : sql;
    }

    private SqlText ofChild(FieldRef.Keyed field, Expression.Condition condition) {
        Object key = keys.of(field);
        if (key == null) {
            return new SqlText().add(NEVER);
        }
        return new SqlText()
                .add("EXISTS (SELECT 1 FROM ")
                .add(field.field().table())
                .add(" c WHERE ")
                .add(joined("c"))
                .add(" AND c.")
                .add(KeyNumbers.column(field))
                .add(" = ")
                .bind(key)
                .add(" AND ")
                .add(test(condition, "c.value"))
                .add(")");
    }

    /** That a child's row belongs to the entity's row. */
    String joined(String child) {
        return fields.identity().stream()
                .map(column -> child + "." + column + " = " + fields.alias() + "." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** The test of one value; never true for NULL. */
    static SqlText test(Expression.Condition condition, String column) {
        if (condition instanceof Expression.CompareNumber number) {
            return condition.field().field().type() == FieldType.REAL
                    ? real(column, number.operator(), number.value().toDouble())
                    : integer(column, number.operator(), number.value());
        }
        if (condition instanceof Expression.InTexts in) {
            return new SqlText()
                    .add(column)
                    .add(in.negated() ? " <> ALL (" : " = ANY (")
                    .bind(in.values().toArray(String[]::new))
                    .add(")");
        }
        return text(column, (Expression.CompareText) condition);
    }

    private static SqlText text(String column, Expression.CompareText text) {
        SqlText sql = new SqlText().add(column);
        return switch (text.operator()) {
            case EQUAL -> sql.add(" = ").bind(text.value());
            case NOT_EQUAL -> sql.add(" <> ").bind(text.value());
            // MLflow's patterns have no escape character. Columns are COLLATE "C", which folds
            // ASCII only.
            case LIKE -> sql.add(" LIKE ").bind(text.value()).add(" ESCAPE ''");
            case ILIKE ->
                    sql.add(" COLLATE \"default\" ILIKE ").bind(text.value()).add(" ESCAPE ''");
            default -> throw new IllegalStateException("Not for text: " + text.operator());
        };
    }

    /** PostgreSQL puts NaN above every number; here it is above and below none. */
    private static SqlText real(String column, Operator operator, double value) {
        SqlText sql = new SqlText().add(column).add(symbol(operator)).bind(value);
        boolean lower = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
        return lower ? sql.add(" AND ").add(column).add(" < 'NaN'") : sql;
    }

    /** Compares with the exact value, also if it has a fraction or is beyond the range of long. */
    private static SqlText integer(String column, Operator operator, NumberLiteral value) {
        SqlText sql = new SqlText();
        if (value.isLong()) {
            return sql.add(column).add(symbol(operator)).bind(value.floor());
        }
        boolean above = value.isAboveLong();
        boolean below = value.isBelowLong();
        return switch (operator) {
            case EQUAL -> sql.add(NEVER);
            case NOT_EQUAL -> sql.add(column).add(" IS NOT NULL");
            case GREATER, GREATER_OR_EQUAL ->
                    above
                            ? sql.add(NEVER)
                            : below
                                    ? sql.add(column).add(" IS NOT NULL")
                                    : sql.add(column).add(" > ").bind(value.floor());
            case LESS, LESS_OR_EQUAL ->
                    below
                            ? sql.add(NEVER)
                            : above
                                    ? sql.add(column).add(" IS NOT NULL")
                                    : sql.add(column).add(" <= ").bind(value.floor());
            default -> throw new IllegalStateException("Not for numbers: " + operator);
        };
    }

    private static String symbol(Operator operator) {
        return operator == Operator.NOT_EQUAL ? " <> " : " " + operator.symbol() + " ";
    }
}
