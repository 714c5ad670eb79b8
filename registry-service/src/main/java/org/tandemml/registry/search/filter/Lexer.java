package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.registry.search.filter.Token.Kind;

/**
 * Cuts a text into tokens. A quote inside quoted text is written twice. Every text either becomes
 * tokens that end with {@link Kind#END} or is refused with the position of the character at fault.
 */
final class Lexer {
    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", lexer.at);
        return lexer.tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    /** Also the blanks that do not break a line, as they come with text from a web page. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private void next() {
        char c = text.charAt(at);
        int start = at;
        if (isWordPart(c) && !isDigit(c) && c != '-' && c != '.') {
            word();
        } else if (isDigit(c) || c == '-' || c == '.') {
            number();
        } else if (c == '\'' || c == '"' || c == '`') {
            quoted(c);
        } else if (c == '(' || c == ')' || c == ',') {
            at++;
            add(c == '(' ? Kind.OPEN : c == ')' ? Kind.CLOSE : Kind.COMMA, "" + c, start);
        } else if ("=!<>".indexOf(c) >= 0) {
            while (at < text.length() && "=!<>".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            add(Kind.OPERATOR, text.substring(start, at), start);
        } else {
            throw source.error(at, "unexpected character '" + shown() + "'");
        }
    }

    private String shown() {
        int codePoint = text.codePointAt(at);
        return Character.isISOControl(codePoint)
                ? String.format("U+%04X", codePoint)
                : Character.toString(codePoint);
    }

    private void word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        add(Kind.WORD, text.substring(start, at), start);
    }

    private void number() {
        int start = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        int digits = digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits += digits();
        }
        if (digits == 0) {
            throw source.error(start, "a number needs a digit");
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            int exponent = digits();
            if (exponent == 0 || exponent > NumberLiteral.MAX_EXPONENT_DIGITS) {
                throw source.error(
                        start,
                        "a number's exponent has 1 to "
                                + NumberLiteral.MAX_EXPONENT_DIGITS
                                + " digits");
            }
        }
        if (at < text.length() && isWordPart(text.charAt(at))) {
            throw source.error(
                    at, "unexpected character '" + shown() + "' in a number; quote text and names");
        }
        if (at - start > NumberLiteral.MAX_LENGTH) {
            throw source.error(
                    start, "a number has at most " + NumberLiteral.MAX_LENGTH + " characters");
        }
        add(Kind.NUMBER, text.substring(start, at), start);
    }

    private int digits() {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at - start;
    }

    private void quoted(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                content.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                content.append(c);
                at++;
            } else if (quote == '`' && isEntity(content)) {
                entity(content.toString(), start);
                return;
            } else {
                add(quote == '`' ? Kind.BACKTICKED : Kind.QUOTED, content.toString(), start);
                return;
            }
        }
        throw source.error(start, "the quote " + quote + " is never closed");
    }

    private boolean isEntity(StringBuilder quoted) {
        return at < text.length() && text.charAt(at) == '.' && quoted.indexOf(".") < 0;
    }

    /** {@code `entity`.name} and {@code `entity`.`name`} are the same as without these quotes. */
    private void entity(String entity, int start) {
        int dot = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        add(Kind.WORD, entity + text.substring(dot, at), start);
    }

    private void add(Kind kind, String meaning, int start) {
        tokens.add(new Token(kind, meaning, start, at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '.'
                || c == '-'
                || c == '/'
                || c == ':'
                || Character.isSurrogate(c);
    }
}
