package org.tandemml.registry.search.filter;

import java.util.List;
import java.util.Optional;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Token.Kind;

/** A position in a stream of tokens, and the parts that filters and orders share. */
final class Tokens {
    private final Source source;
    private final List<Token> tokens;
    private int at;

    Tokens(Source source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().is(Kind.END);
    }

    /** Takes the keyword, in any case, if it is next. */
    boolean takeWord(String keyword) {
        boolean found = peek().isWord(keyword);
        if (found) {
            take();
        }
        return found;
    }

    Token expect(Kind kind, String expected) {
        if (!peek().is(kind)) {
            throw expected(expected);
        }
        return take();
    }

    /** A 400: this was expected, something else stands here. */
    TandemException expected(String expected) {
        Token found = peek();
        return source.error(found.start(), "expected " + expected + ", found " + shown(found));
    }

    TandemException error(Token token, String what) {
        return source.error(token.start(), what);
    }

    private String shown(Token token) {
        return token.is(Kind.END)
                ? "the end"
                : Texts.excerpt(source.text().substring(token.start(), token.end()));
    }

    /** A field: {@code name}, {@code `name`}, {@code entity.name} or {@code entity.`name`}. */
    FieldRef field(SearchFields fields, boolean ordering) {
        Token first = peek();
        switch (first.kind()) {
            case BACKTICKED, QUOTED -> {
                take();
                return attribute(fields, "", first.text(), first, ordering);
            }
            case WORD -> {
                take();
                return dotted(fields, first, ordering);
            }
            default -> throw expected("a field, for example " + example(fields, ordering));
        }
    }

    private FieldRef dotted(SearchFields fields, Token word, boolean ordering) {
        int dot = word.text().indexOf('.');
        if (dot < 0) {
            return attribute(fields, "", word.text(), word, ordering);
        }
        String entity = word.text().substring(0, dot);
        String name = word.text().substring(dot + 1);
        if (name.isEmpty()) {
            Token quoted = peek();
            boolean adjacent =
                    quoted.start() == word.end()
                            && (quoted.is(Kind.BACKTICKED) || quoted.is(Kind.QUOTED));
            if (!adjacent) {
                throw source.error(word.end(), "expected a name after '" + word.text() + "'");
            }
            name = take().text();
        } else if (peek().start() == word.end() && isQuoted(peek())) {
            throw expected("a blank or an operator after " + Texts.excerpt(word.text()));
        }
        return named(fields, entity, name, word, ordering);
    }

    private static boolean isQuoted(Token token) {
        return token.is(Kind.BACKTICKED) || token.is(Kind.QUOTED);
    }

    private FieldRef named(
            SearchFields fields, String entity, String name, Token at, boolean ordering) {
        Optional<KeyedFamily> family = fields.family(entity);
        if (family.isPresent()) {
            if (name.isEmpty()) {
                throw error(at, "the key of '" + entity + "' is empty");
            }
            if (ordering && !family.get().orderable()) {
                throw error(at, "'" + entity + "' cannot be ordered by");
            }
            return new FieldRef.Keyed(family.get(), name);
        }
        String canonical =
                fields.entity(entity)
                        .orElseThrow(
                                () ->
                                        error(
                                                at,
                                                "unknown entity '"
                                                        + Texts.excerpt(entity)
                                                        + "', expected one of "
                                                        + String.join(", ", fields.words())));
        return attribute(fields, canonical, name, at, ordering);
    }

    private FieldRef attribute(
            SearchFields fields, String entity, String name, Token at, boolean ordering) {
        Optional<Attribute> found =
                fields.attribute(entity, name)
                        .filter(
                                attribute ->
                                        ordering
                                                ? attribute.orderable()
                                                : !attribute.operators().isEmpty());
        return new FieldRef.Of(
                found.orElseThrow(
                        () ->
                                error(
                                        at,
                                        "'"
                                                + Texts.excerpt(name)
                                                + "' is not "
                                                + (ordering ? "an order" : "a filter")
                                                + " of a "
                                                + fields.noun()
                                                + instead(fields.names(entity, ordering)))));
    }

    private static String instead(List<String> names) {
        return names.isEmpty()
                ? "; there is none"
                : ", expected one of " + String.join(", ", names);
    }

    private static String example(SearchFields fields, boolean ordering) {
        return String.join(", ", fields.names("", ordering));
    }
}
