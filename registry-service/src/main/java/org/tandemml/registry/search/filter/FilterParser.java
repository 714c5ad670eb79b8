package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Token.Kind;

/**
 * Reads a filter by recursive descent:
 *
 * <pre>
 * filter    := AND* any AND* | AND+
 * any       := all (OR all)*
 * all       := one (AND+ one | condition)*
 * one       := NOT one | ( any ) | condition
 * condition := see {@link ConditionParser}
 * </pre>
 *
 * Keywords are read in any case. MLflow drops every AND and joins the conditions that are left, so
 * one that stands at either end, twice or nowhere between two conditions is no mistake.
 */
public final class FilterParser {
    /** The most conditions a filter may have. */
    public static final int MAX_CONDITIONS = 500;

    /** How many parentheses and NOTs may stand around a condition. */
    public static final int MAX_DEPTH = 50;

    private final Tokens tokens;
    private final ConditionParser conditions;
    private int count;
    private int depth;

    private FilterParser(SearchFields fields, Source source) {
        this.tokens = new Tokens(source);
        this.conditions = new ConditionParser(fields, tokens);
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
        if (takeAnds() && tokens.atEnd()) {
            return new Expression.And(List.of());
        }
        Expression filter = any();
        if (!tokens.atEnd()) {
            throw tokens.expected("AND, OR or the end");
        }
        return filter;
    }

    private Expression any() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(all());
        } while (tokens.takeWord("OR"));
        return Expression.or(parts);
    }

    private Expression all() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(one());
        } while (goesOn());
        return Expression.and(parts);
    }

    private boolean goesOn() {
        return takeAnds() ? !(depth == 0 && tokens.atEnd()) : conditions.begins();
    }

    private boolean takeAnds() {
        boolean found = false;
        while (tokens.takeWord("AND")) {
            found = true;
        }
        return found;
    }

    private Expression one() {
        Token first = tokens.peek();
        if (first.isWord("NOT")) {
            enter(tokens.take());
            Expression part = one();
            depth--;
            return Expression.not(part);
        }
        if (first.is(Kind.OPEN)) {
            enter(tokens.take());
            Expression part = any();
            tokens.expect(Kind.CLOSE, "AND, OR or ')'");
            depth--;
            return part;
        }
        if (++count > MAX_CONDITIONS) {
            throw tokens.error(first, "a filter has at most " + MAX_CONDITIONS + " conditions");
        }
        return conditions.condition();
    }

    private void enter(Token at) {
        if (++depth > MAX_DEPTH) {
            throw tokens.error(
                    at, "parentheses and NOT may be nested at most " + MAX_DEPTH + " deep");
        }
    }
}
