package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tandemml.registry.search.fields.Field;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Token.Kind;

/**
 * Reads a filter by recursive descent:
 *
 * <pre>
 * filter    := condition (AND condition)* [AND]
 * condition := field operator value | field [NOT] IN ( text (, text)* )
 * field     := name | `name` | entity.name | entity.`name`
 * </pre>
 *
 * Keywords are read in any case. Text is quoted with ' or ", numbers are bare.
 */
public final class FilterParser {
    /** The most conditions a filter may have. */
    static final int MAX_CONDITIONS = 500;

    /** The most values a list may have. */
    static final int MAX_LIST = 5_000;

    private final SearchFields fields;
    private final Tokens tokens;

    private FilterParser(SearchFields fields, Source source) {
        this.fields = fields;
        this.tokens = new Tokens(source);
    }

    /**
     * Reads a filter.
     *
     * @param text the filter; empty means none
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} with the position
     *     of the first mistake and what was expected there
     */
    public static Expression parse(SearchFields fields, String text) {
        if (text.isEmpty()) {
            return new Expression.And(List.of());
        }
        return new FilterParser(fields, new Source("filter", text)).filter();
    }

    private Expression filter() {
        List<Expression> parts = new ArrayList<>();
        parts.add(condition());
        while (!tokens.atEnd()) {
            if (!tokens.takeWord("AND")) {
                throw tokens.expected("AND or the end");
            }
            if (tokens.atEnd()) {
                break;
            }
            if (parts.size() == MAX_CONDITIONS) {
                throw tokens.error(
                        tokens.peek(), "a filter has at most " + MAX_CONDITIONS + " conditions");
            }
            parts.add(condition());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.And(parts);
    }

    private Expression condition() {
        FieldRef field = tokens.field(fields, false);
        Token at = tokens.peek();
        Operator operator = operator(field);
        if (!field.field().operators().contains(operator)) {
            throw tokens.error(
                    at,
                    "'"
                            + field.shown()
                            + "' does not take "
                            + operator.symbol()
                            + ", expected one of "
                            + symbols(field.field()));
        }
        return switch (operator) {
            case IN, NOT_IN ->
                    new Expression.InTexts(field, operator == Operator.NOT_IN, list(field));
            default -> comparison(field, operator);
        };
    }

    private Operator operator(FieldRef field) {
        Token token = tokens.peek();
        if (token.is(Kind.OPERATOR)) {
            Optional<Operator> known = named(token.text());
            if (known.isPresent()) {
                tokens.take();
                return known.get();
            }
        } else if (token.is(Kind.WORD)) {
            boolean not = token.isWord("NOT") && tokens.peekNext().isWord("IN");
            Optional<Operator> known = not ? Optional.of(Operator.NOT_IN) : named(token.text());
            if (known.isPresent()) {
                tokens.take();
                if (not) {
                    tokens.take();
                }
                return known.get();
            }
        }
        throw tokens.expected(
                "an operator after '" + field.shown() + "' (" + symbols(field.field()) + ")");
    }

    private static Optional<Operator> named(String symbol) {
        String upper = symbol.toUpperCase(Locale.ROOT);
        return Stream.of(Operator.values())
                .filter(operator -> operator.symbol().equals(upper))
                .findFirst();
    }

    private static String symbols(Field field) {
        return Stream.of(Operator.values())
                .filter(field.operators()::contains)
                .map(Operator::symbol)
                .collect(Collectors.joining(", "));
    }

    private Expression comparison(FieldRef field, Operator operator) {
        if (field.field().type() == FieldType.TEXT) {
            return new Expression.CompareText(field, operator, text(field));
        }
        Token token = tokens.peek();
        if (token.is(Kind.QUOTED) && field.field().quotedNumbers()) {
            tokens.take();
            return new Expression.CompareNumber(field, operator, numberIn(token));
        }
        Token number =
                tokens.expect(Kind.NUMBER, "a number without quotes for '" + field.shown() + "'");
        return new Expression.CompareNumber(field, operator, new NumberLiteral(number.text()));
    }

    private NumberLiteral numberIn(Token quoted) {
        if (!NumberLiteral.isOne(quoted.text())) {
            throw tokens.error(quoted, "expected a number, found other text");
        }
        return new NumberLiteral(quoted.text());
    }

    private String text(FieldRef field) {
        return tokens.expect(Kind.QUOTED, "text in quotes for '" + field.shown() + "'").text();
    }

    private List<String> list(FieldRef field) {
        tokens.expect(Kind.OPEN, "'(' and a list of texts in quotes");
        List<String> values = new ArrayList<>();
        values.add(text(field));
        while (tokens.peek().is(Kind.COMMA)) {
            Token comma = tokens.take();
            if (values.size() == MAX_LIST) {
                throw tokens.error(comma, "a list has at most " + MAX_LIST + " values");
            }
            values.add(text(field));
        }
        tokens.expect(Kind.CLOSE, "',' or ')'");
        return values;
    }
}
