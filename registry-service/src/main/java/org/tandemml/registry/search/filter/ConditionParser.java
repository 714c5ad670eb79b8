package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.Field;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Token.Kind;

/**
 * Reads one condition of a filter:
 *
 * <pre>
 * condition := field (= | != | &gt; | &gt;= | &lt; | &lt;=) value
 *            | field [NOT] (LIKE | ILIKE) text
 *            | field [NOT] IN ( value (, value)* )
 *            | field [NOT] BETWEEN number AND number
 *            | field IS [NOT] NULL
 * field     := name | `name` | entity.name | entity.`name`; the entity may have backticks too
 * value     := text | number
 * </pre>
 *
 * Text is quoted with ' or ", numbers are bare. A quote inside quoted text is written twice.
 */
final class ConditionParser {
    /** The most values a list may have. */
    static final int MAX_LIST = 5_000;

    private final SearchFields fields;
    private final Tokens tokens;

    ConditionParser(SearchFields fields, Tokens tokens) {
        this.fields = fields;
        this.tokens = tokens;
    }

    Expression condition() {
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
            case IS_NULL -> Expression.not(new Expression.Present(field));
            case IS_NOT_NULL -> new Expression.Present(field);
            case IN, NOT_IN -> in(field, operator == Operator.NOT_IN);
            case BETWEEN, NOT_BETWEEN -> between(field, operator == Operator.NOT_BETWEEN);
            default -> comparison(field, operator);
        };
    }

    /**
     * Whether what follows can only be a condition: a field with its entity, or one with an
     * operator.
     */
    boolean begins() {
        Token first = tokens.peek();
        if (first.isWord("OR") || !(first.is(Kind.WORD) || first.is(Kind.BACKTICKED))) {
            return false;
        }
        Token next = tokens.peekNext();
        return first.is(Kind.WORD) && first.text().indexOf('.') > 0
                || next.is(Kind.OPERATOR)
                || next.isWord("IS")
                || next.isWord("NOT")
                || next.is(Kind.WORD) && named(next.text()) != null;
    }

    private Operator operator(FieldRef field) {
        if (tokens.peek().isWord("IS")) {
            return presence();
        }
        boolean not = tokens.peek().isWord("NOT");
        Token word = not ? tokens.peekNext() : tokens.peek();
        Operator found = null;
        if (word.is(Kind.WORD) || word.is(Kind.OPERATOR)) {
            found = named(not ? "NOT " + word.text() : word.text());
        }
        if (found == null) {
            throw tokens.expected(
                    "an operator after '" + field.shown() + "' (" + symbols(field.field()) + ")");
        }
        if (not) {
            tokens.take();
        }
        tokens.take();
        return found;
    }

    private Operator presence() {
        tokens.take();
        boolean not = tokens.takeWord("NOT");
        if (!tokens.takeWord("NULL")) {
            throw tokens.expected(not ? "NULL" : "NULL or NOT NULL");
        }
        return not ? Operator.IS_NOT_NULL : Operator.IS_NULL;
    }

    private static @Nullable Operator named(String symbol) {
        String upper = symbol.toUpperCase(Locale.ROOT);
        Optional<Operator> found =
                Stream.of(Operator.values())
                        .filter(operator -> operator.symbol().equals(upper))
                        .findFirst();
        return found.orElse(null);
    }

    private static String symbols(Field field) {
        return Stream.of(Operator.values())
                .filter(field.operators()::contains)
                .map(Operator::symbol)
                .collect(Collectors.joining(", "));
    }

    private Expression comparison(FieldRef field, Operator operator) {
        if (field.field().type() != FieldType.TEXT) {
            return new Expression.CompareNumber(field, operator, number(field));
        }
        boolean whole = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        return new Expression.CompareText(field, operator, whole ? value(field) : text(field));
    }

    private Expression between(FieldRef field, boolean negated) {
        NumberLiteral low = number(field);
        if (!tokens.takeWord("AND")) {
            throw tokens.expected("AND and the upper bound of BETWEEN");
        }
        return new Expression.Between(field, negated, low, number(field));
    }

    private Expression in(FieldRef field, boolean negated) {
        return field.field().type() == FieldType.TEXT
                ? new Expression.InTexts(
                        field, negated, list("texts in quotes", () -> value(field)))
                : new Expression.InNumbers(field, negated, list("numbers", () -> number(field)));
    }

    private <T> List<T> list(String of, Supplier<T> value) {
        tokens.expect(Kind.OPEN, "'(' and a list of " + of);
        List<T> values = new ArrayList<>();
        values.add(value.get());
        while (tokens.peek().is(Kind.COMMA)) {
            Token comma = tokens.take();
            if (tokens.peek().is(Kind.CLOSE)) {
                break;
            }
            if (values.size() == MAX_LIST) {
                throw tokens.error(comma, "a list has at most " + MAX_LIST + " values");
            }
            values.add(value.get());
        }
        tokens.expect(Kind.CLOSE, "',' or ')'");
        return values;
    }

    private NumberLiteral number(FieldRef field) {
        Token token = tokens.peek();
        if (token.is(Kind.QUOTED) && field.field().quotedNumbers()) {
            tokens.take();
            if (!NumberLiteral.isOne(token.text())) {
                throw tokens.error(token, "expected a number, found other text");
            }
            return new NumberLiteral(token.text());
        }
        String expected = "a number without quotes for '" + field.shown() + "'";
        return new NumberLiteral(tokens.expect(Kind.NUMBER, expected).text());
    }

    private String text(FieldRef field) {
        return tokens.expect(Kind.QUOTED, "text in quotes for '" + field.shown() + "'").text();
    }

    /** A text that the field can be equal to, in the spelling in which it is stored. */
    private String value(FieldRef field) {
        Token token = tokens.peek();
        String text = text(field);
        if (!(field instanceof FieldRef.Of of) || of.field().values().isEmpty()) {
            return text;
        }
        Attribute attribute = of.field();
        return attribute.values().stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () ->
                                tokens.error(
                                        token,
                                        "'"
                                                + field.shown()
                                                + "' is never "
                                                + Texts.excerpt(text)
                                                + ", expected one of "
                                                + String.join(", ", attribute.values())));
    }
}
