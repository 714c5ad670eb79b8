package org.tandemml.registry.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.NumberLiteral;
import org.tandemml.registry.search.filter.OrderTerm;

/**
 * What filters and orders mean, worked out plainly for a row in memory: its values by the names of
 * their fields, a list where there are several.
 */
final class Meaning {
    private Meaning() {}

    static boolean meets(Map<String, Object> row, Expression filter) {
        if (filter instanceof Expression.And and) {
            return and.parts().stream().allMatch(part -> meets(row, part));
        }
        if (filter instanceof Expression.Or or) {
            return or.parts().stream().anyMatch(part -> meets(row, part));
        }
        if (filter instanceof Expression.Not not) {
            return !meets(row, not.part());
        }
        Expression.Condition condition = (Expression.Condition) filter;
        Object value = row.get(condition.field().shown());
        if (value instanceof List<?> several) {
            return several.stream().anyMatch(one -> meets(one, condition));
        }
        return value != null && meets(value, condition);
    }

    private static boolean meets(Object value, Expression.Condition condition) {
        if (condition instanceof Expression.CompareNumber number) {
            return meets(((Number) value).doubleValue(), number.operator(), number.value());
        }
        if (condition instanceof Expression.Between between) {
            double is = ((Number) value).doubleValue();
            boolean within = is >= between.low().toDouble() && is <= between.high().toDouble();
            return within != between.negated();
        }
        if (condition instanceof Expression.InNumbers in) {
            double is = ((Number) value).doubleValue();
            return in.values().stream().anyMatch(one -> is == one.toDouble()) != in.negated();
        }
        if (condition instanceof Expression.InTexts in) {
            return in.values().contains((String) value) != in.negated();
        }
        return condition instanceof Expression.Present
                || meets(value, (Expression.CompareText) condition);
    }

    private static boolean meets(double is, Operator operator, NumberLiteral value) {
        double than = value.toDouble();
        return switch (operator) {
            case EQUAL -> is == than;
            case NOT_EQUAL -> is != than;
            case GREATER -> is > than;
            case GREATER_OR_EQUAL -> is >= than;
            case LESS -> is < than;
            case LESS_OR_EQUAL -> is <= than;
            default -> throw new IllegalArgumentException(operator.toString());
        };
    }

    private static boolean meets(Object value, Expression.CompareText text) {
        Pattern like = pattern(text.value(), 0);
        Pattern ilike = pattern(text.value(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return switch (text.operator()) {
            case EQUAL -> value.equals(text.value());
            case NOT_EQUAL -> !value.equals(text.value());
            case LIKE -> like.matcher((String) value).matches();
            case NOT_LIKE -> !like.matcher((String) value).matches();
            case ILIKE -> ilike.matcher((String) value).matches();
            case NOT_ILIKE -> !ilike.matcher((String) value).matches();
            default -> throw new IllegalArgumentException(text.toString());
        };
    }

    private static Pattern pattern(String like, int flags) {
        String regex =
                like.codePoints()
                        .mapToObj(
                                c ->
                                        c == '%'
                                                ? ".*"
                                                : c == '_'
                                                        ? "."
                                                        : Pattern.quote(Character.toString(c)))
                        .collect(Collectors.joining());
        return Pattern.compile(regex, flags | Pattern.DOTALL);
    }

    static Comparator<Map<String, Object>> order(List<OrderTerm> order) {
        Comparator<Map<String, Object>> all = (left, right) -> 0;
        for (OrderTerm term : order) {
            String field = term.field().shown();
            all = all.thenComparing((a, b) -> compare(a.get(field), b.get(field), term));
        }
        return all;
    }

    private static int compare(@Nullable Object left, @Nullable Object right, OrderTerm term) {
        int leftRank = rank(left);
        int rightRank = rank(right);
        if (leftRank != rightRank || leftRank > 0) {
            return Integer.compare(leftRank, rightRank);
        }
        int natural =
                term.field().field().type() == FieldType.TEXT
                        ? ((String) left).compareTo((String) right)
                        : compareNumbers(
                                ((Number) left).doubleValue(), ((Number) right).doubleValue());
        return term.ascending() ? natural : -natural;
    }

    private static int compareNumbers(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private static int rank(@Nullable Object value) {
        return value == null ? 2 : value instanceof Double number && number.isNaN() ? 1 : 0;
    }
}
