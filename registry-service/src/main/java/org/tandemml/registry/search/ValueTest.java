package org.tandemml.registry.search;

import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.NumberLiteral;

/** Writes the test of one value as SQL; it is never true for NULL. */
final class ValueTest {
    private static final String NEVER = "FALSE";

    private ValueTest() {}

    static SqlText of(Expression.Condition condition, String column) {
        boolean real = condition.field().field().type() == FieldType.REAL;
        if (condition instanceof Expression.CompareNumber number) {
            return number(real, column, number.operator(), number.value());
        }
        if (condition instanceof Expression.CompareText text) {
            return text(column, text);
        }
        if (condition instanceof Expression.InTexts in) {
            return in(column, in.negated(), in.values().toArray(String[]::new));
        }
        if (condition instanceof Expression.InNumbers in) {
            return inNumbers(real, column, in);
        }
        if (condition instanceof Expression.Between between) {
            return between(real, column, between);
        }
        return new SqlText().add(column).add(" IS NOT NULL");
    }

    /** The test of an attribute. */
    static SqlText ofEntity(Expression.Condition condition) {
        return ofEntity(condition, " OFFSET 0)");
    }

    /** The same where the planner may begin at a related table. */
    static SqlText ofEntityFreely(Expression.Condition condition) {
        return ofEntity(condition, ")");
    }

    private static SqlText ofEntity(Expression.Condition condition, String end) {
        Attribute attribute = ((FieldRef.Of) condition.field()).field();
        SqlText test = of(condition, attribute.sql());
        return attribute.within().isEmpty()
                ? test
                : new SqlText().add("EXISTS (").add(attribute.within()).add(" ").add(test).add(end);
    }

    private static SqlText in(String column, boolean negated, Object array) {
        return new SqlText()
                .add(column)
                .add(negated ? " <> ALL (" : " = ANY (")
                .bind(array)
                .add(")");
    }

    private static SqlText inNumbers(boolean real, String column, Expression.InNumbers in) {
        if (real) {
            double[] values = in.values().stream().mapToDouble(NumberLiteral::toDouble).toArray();
            return in(column, in.negated(), values);
        }
        // An integer is never equal to the others.
        long[] values =
                in.values().stream()
                        .filter(NumberLiteral::isLong)
                        .mapToLong(NumberLiteral::floor)
                        .toArray();
        SqlText test = in(column, in.negated(), values);
        return in.negated() ? test.add(" AND ").add(column).add(" IS NOT NULL") : test;
    }

    private static SqlText between(boolean real, String column, Expression.Between between) {
        SqlText test =
                number(real, column, Operator.GREATER_OR_EQUAL, between.low())
                        .add(" AND ")
                        .add(number(real, column, Operator.LESS_OR_EQUAL, between.high()));
        return between.negated()
                ? new SqlText().add(column).add(" IS NOT NULL AND NOT (").add(test).add(")")
                : test;
    }

    private static SqlText number(
            boolean real, String column, Operator operator, NumberLiteral value) {
        return real ? real(column, operator, value.toDouble()) : integer(column, operator, value);
    }

    private static SqlText text(String column, Expression.CompareText text) {
        SqlText sql = new SqlText().add(column);
        return switch (text.operator()) {
            case EQUAL -> sql.add(" = ").bind(text.value());
            case NOT_EQUAL -> sql.add(" <> ").bind(text.value());
            // MLflow's patterns have no escape character.
            case LIKE, NOT_LIKE -> like(sql, text);
            // Columns are COLLATE "C", which folds ASCII only.
            case ILIKE, NOT_ILIKE -> like(sql.add(" COLLATE \"default\""), text);
            default -> throw new IllegalStateException("Not for text: " + text.operator());
        };
    }

    private static SqlText like(SqlText sql, Expression.CompareText text) {
        return sql.add(" " + text.operator().symbol() + " ").bind(text.value()).add(" ESCAPE ''");
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
        boolean lower = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
        boolean always =
                operator == Operator.NOT_EQUAL
                        || lower && value.isBelowLong()
                        || !lower && operator != Operator.EQUAL && value.isAboveLong();
        boolean never =
                operator == Operator.EQUAL
                        || lower && value.isAboveLong()
                        || !lower && !always && value.isBelowLong();
        if (always) {
            return sql.add(column).add(" IS NOT NULL");
        }
        if (never) {
            return sql.add(NEVER);
        }
        return sql.add(column).add(lower ? " > " : " <= ").bind(value.floor());
    }

    private static String symbol(Operator operator) {
        return operator == Operator.NOT_EQUAL ? " <> " : " " + operator.symbol() + " ";
    }

    /** Whether an index narrows the rows that can meet a condition. */
    static boolean usesIndex(Expression.Condition condition) {
        if (condition.field() instanceof FieldRef.Of of) {
            return switch (of.field().access()) {
                case NONE -> false;
                case FIND -> isEqual(condition);
                case ORDER -> isEqual(condition) || isRange(condition);
            };
        }
        return switch (((FieldRef.Keyed) condition.field()).field().index().kind()) {
            case NONE -> false;
            case VALUE, PREFIX ->
                    isEqual(condition)
                            || isRange(condition)
                            || condition instanceof Expression.Present;
        };
    }

    private static boolean isEqual(Expression.Condition condition) {
        if (isList(condition)) {
            return condition instanceof Expression.InTexts in
                    ? !in.negated()
                    : !((Expression.InNumbers) condition).negated();
        }
        return condition instanceof Expression.CompareText text && text.operator() == Operator.EQUAL
                || condition instanceof Expression.CompareNumber number
                        && number.operator() == Operator.EQUAL;
    }

    /** Whether a condition names several values, each of which is a range of an index. */
    static boolean isList(Expression.Condition condition) {
        return condition instanceof Expression.InTexts || condition instanceof Expression.InNumbers;
    }

    private static boolean isRange(Expression.Condition condition) {
        return condition instanceof Expression.CompareText text
                        && text.operator() == Operator.LIKE
                        && !literalStart(text.value()).isEmpty()
                || condition instanceof Expression.CompareNumber number
                        && number.operator() != Operator.NOT_EQUAL
                || condition instanceof Expression.Between between && !between.negated();
    }

    /** The same test with what lets the family's index be used. */
    static SqlText indexed(KeyedFamily family, Expression.Condition condition, String column) {
        SqlText test = of(condition, column);
        boolean prefix = family.index().kind() == KeyedFamily.Index.Kind.PREFIX;
        if (!prefix || !isEqual(condition) && !isRange(condition)) {
            return test;
        }
        int length = family.index().prefix();
        SqlText start = new SqlText().add("left(" + column + ", " + length + ")");
        if (condition instanceof Expression.InTexts in) {
            String[] starts =
                    in.values().stream()
                            .map(value -> SortKey.first(length, value))
                            .toArray(String[]::new);
            start.add(" = ANY (").bind(starts).add(")");
        } else {
            Expression.CompareText text = (Expression.CompareText) condition;
            if (text.operator() == Operator.EQUAL) {
                // Two bounds, so that ORDER BY the indexed value keeps its meaning to the planner.
                String value = SortKey.first(length, text.value());
                start.add(" >= ").bind(value).add(" AND left(" + column + ", " + length + ") <= ");
                start.bind(value);
            } else {
                start.add(" LIKE ")
                        .bind(SortKey.first(length, literalStart(text.value())) + "%")
                        .add(" ESCAPE ''");
            }
        }
        return start.add(" AND ").add(test);
    }

    private static String literalStart(String pattern) {
        int end = 0;
        while (end < pattern.length() && pattern.charAt(end) != '%' && pattern.charAt(end) != '_') {
            end++;
        }
        return pattern.substring(0, end);
    }
}
