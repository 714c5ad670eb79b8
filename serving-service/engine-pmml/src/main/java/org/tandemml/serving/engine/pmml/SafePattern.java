package org.tandemml.serving.engine.pmml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Tells regular expressions that may take exponential time from those that may not. Java's matcher
 * backtracks; the time explodes when something that repeats stands inside of something that
 * repeats, or when a repeated group offers alternatives.
 */
final class SafePattern {
    private static final int MAX_LENGTH = 256;
    private static final int MAX_REPETITIONS = 3;
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{4}");

    private SafePattern() {}

    /** Why an expression is refused; null if it is fine. */
    static @Nullable String refusal(String expression) {
        if (expression.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException malformed) {
            return "is not a regular expression";
        }
        return scan(expression);
    }

    /** Whether an expression that is not refused can match where there is no character. */
    static boolean takesEmpty(String expression) {
        Matcher matcher = Pattern.compile(expression).matcher(" a ");
        while (matcher.find()) {
            if (matcher.start() == matcher.end()) {
                return true;
            }
        }
        return false;
    }

    /** Why a format of numbers is refused; null if it is fine. */
    static @Nullable String formatRefusal(String format) {
        if (format.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        return LONG_NUMBER.matcher(format).find()
                ? "asks for a width or precision of more than 999 digits"
                : null;
    }

    /** What is known of an open group. */
    private static final class Group {
        private boolean repeats;
        private boolean alternatives;
    }

    private static @Nullable String scan(String expression) {
        Deque<Group> open = new ArrayDeque<>();
        open.push(new Group());
        Group closed = null;
        int unbounded = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            Group before = closed;
            closed = null;
            switch (c) {
                case '\\' -> {
                    i++;
                    if (i < expression.length()
                            && (Character.isDigit(expression.charAt(i))
                                    || expression.charAt(i) == 'k')) {
                        return "refers back to a group";
                    }
                    if (i < expression.length() && expression.charAt(i) == 'Q') {
                        i = endOfQuote(expression, i);
                    }
                }
                case '[' -> i = endOfClass(expression, i);
                case '(' -> {
                    if (expression.startsWith("(?", i)) {
                        if (!expression.startsWith("(?:", i)) {
                            return "has a special group";
                        }
                        i += 2;
                    }
                    open.push(new Group());
                }
                case ')' -> {
                    closed = open.pop();
                    open.element().repeats |= closed.repeats;
                }
                case '|', '?' -> open.element().alternatives = true;
                case '*', '+', '{' -> {
                    if (before != null && (before.repeats || before.alternatives)) {
                        return "repeats a group that itself repeats or offers alternatives";
                    }
                    open.element().repeats = true;
                    if (++unbounded > MAX_REPETITIONS) {
                        return "repeats more than " + MAX_REPETITIONS + " times";
                    }
                }
                default -> {
                    // An ordinary character.
                }
            }
        }
        return null;
    }

    private static int endOfQuote(String expression, int at) {
        int end = expression.indexOf("\\E", at);
        return end < 0 ? expression.length() : end + 1;
    }

    /** The closing bracket of a character class, which may hold other classes. */
    private static int endOfClass(String expression, int at) {
        int depth = 0;
        for (int i = at; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        return expression.length();
    }
}
