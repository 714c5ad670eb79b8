package org.tandemml.serving.engine.sklearn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * Takes a text apart as scikit-learn's vectorizers do: into runs of words, or of characters.
 *
 * @param unit what is counted
 * @param shortest characters of a word, at least; shorter ones are passed over
 * @param least units of a term, at least
 * @param most units of a term, at most
 */
record TextAnalyzer(
        Unit unit,
        boolean lowers,
        Accents accents,
        int shortest,
        Set<String> stopWords,
        int least,
        int most) {

    /** What terms are runs of. */
    enum Unit {
        WORD,
        CHARACTER,
        /** Characters inside of a word and the blanks around it. */
        CHARACTER_OF_WORD
    }

    /** What becomes of accents. */
    enum Accents {
        KEPT,
        /** What ASCII does not have is left out, once letters and marks are apart. */
        TO_ASCII,
        /** Marks are left out. */
        DROPPED
    }

    /** The patterns of words that are served: runs of so many letters, digits and underscores. */
    private static final Pattern RUN =
            Pattern.compile(
                    "(?:\\(\\?u\\))?(?:\\\\b)?\\\\w(?:(\\\\w)?\\+|\\{(\\d{1,4}),})(?:\\\\b)?");

    private static final int MAX_TERM = 64;

    /** A mark that stands behind all others when marks are put in order. */
    private static final String LAST_MARK = "\u0345";

    static TextAnalyzer of(PyObject model) throws ModelLoadException {
        for (String program : List.of("preprocessor", "tokenizer")) {
            if (model.has(program)) {
                throw new ModelLoadException(
                        "The model's %s is %s, a program, which is not run."
                                .formatted(
                                        model.where(program), PyValues.kind(model.get(program))));
            }
        }
        if (!model.text("input").equals("content")) {
            throw new ModelLoadException(
                    "The model's %s names files: not served.".formatted(model.where("input")));
        }
        List<@Nullable Object> range = model.list("ngram_range");
        String where = model.where("ngram_range");
        int least = range.size() == 2 ? PyValues.integer(range.get(0), where) : 0;
        int most = range.size() == 2 ? PyValues.integer(range.get(1), where) : 0;
        if (least < 1 || most < least || most > MAX_TERM) {
            throw new ModelLoadException(
                    "The model's %s must be two numbers from 1 to %d.".formatted(where, MAX_TERM));
        }
        Unit unit = unit(model);
        return new TextAnalyzer(
                unit,
                model.flag("lowercase"),
                accents(model),
                unit == Unit.WORD ? shortest(model) : 1,
                unit == Unit.WORD ? stopWords(model) : Set.of(),
                least,
                most);
    }

    private static Unit unit(PyObject model) throws ModelLoadException {
        String name = model.get("analyzer") instanceof String text ? text : "a function";
        return switch (name) {
            case "word" -> Unit.WORD;
            case "char" -> Unit.CHARACTER;
            case "char_wb" -> Unit.CHARACTER_OF_WORD;
            default -> throw notServed(model, "analyzer", name);
        };
    }

    private static Accents accents(PyObject model) throws ModelLoadException {
        Object value = model.get("strip_accents");
        String name = value == null ? "" : value instanceof String text ? text : "a function";
        return switch (name) {
            case "" -> Accents.KEPT;
            case "ascii" -> Accents.TO_ASCII;
            case "unicode" -> Accents.DROPPED;
            default -> throw notServed(model, "strip_accents", name);
        };
    }

    /** Patterns of other words are not run: one can be written that never ends. */
    private static int shortest(PyObject model) throws ModelLoadException {
        String pattern = model.get("token_pattern") instanceof String text ? text : "a function";
        Matcher matcher = RUN.matcher(pattern);
        if (!matcher.matches()) {
            throw notServed(model, "token_pattern", pattern);
        }
        return matcher.group(2) != null
                ? Math.max(1, Integer.parseInt(matcher.group(2)))
                : matcher.group(1) != null ? 2 : 1;
    }

    private static ModelLoadException notServed(PyObject model, String name, String value) {
        return new ModelLoadException(
                "The model's %s is '%s', which is not served."
                        .formatted(model.where(name), Texts.excerpt(value)));
    }

    private static Set<String> stopWords(PyObject model) throws ModelLoadException {
        Object words = model.get("stop_words");
        if (words == null) {
            return Set.of();
        }
        if (words.equals("english")) {
            return english();
        }
        Iterable<?> given = words instanceof Set<?> set ? set : model.list("stop_words");
        Set<String> stop = new HashSet<>();
        for (Object word : given) {
            stop.add(PyValues.text(word, model.where("stop_words")));
        }
        return Set.copyOf(stop);
    }

    /** The words that scikit-learn calls {@code english}, in all of its versions. */
    private static Set<String> english() {
        try (InputStream list =
                Objects.requireNonNull(
                        TextAnalyzer.class.getResourceAsStream("english-stop-words.txt"))) {
            String words = new String(list.readAllBytes(), StandardCharsets.US_ASCII);
            return Set.copyOf(words.lines().toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Gives the terms of a text one by one, each as often as it is there, in no order that counts.
     */
    void terms(String text, Consumer<String> terms) {
        String plain = plain(lowers ? text.toLowerCase(Locale.ROOT) : text);
        switch (unit) {
            case WORD -> addRuns(words(plain), " ", terms);
            case CHARACTER -> addRuns(characters(withSingleBlanks(plain)), "", terms);
            case CHARACTER_OF_WORD -> {
                for (String word : pieces(plain, TextAnalyzer::isBlank, 1)) {
                    addRunsOfWord(characters(" " + word + " "), terms);
                }
            }
        }
    }

    private String plain(String text) {
        if (accents == Accents.KEPT || text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> accents == Accents.TO_ASCII ? c < 128 : !isMark(c))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Whether a character combines with the one before it: then it is put before the last mark. */
    private static boolean isMark(int character) {
        String alone = Character.toString(character);
        return alone.equals(LAST_MARK)
                || Normalizer.normalize(LAST_MARK + alone, Normalizer.Form.NFD).endsWith(LAST_MARK);
    }

    private List<String> words(String text) {
        List<String> words = pieces(text, c -> !isOfWord(c), shortest);
        words.removeIf(stopWords::contains);
        return words;
    }

    /** Python's letters, digits and numbers, and the underscore. */
    private static boolean isOfWord(int character) {
        int type = Character.getType(character);
        return Character.isLetter(character)
                || character == '_'
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** Python's white space. */
    private static boolean isBlank(int character) {
        return Character.isSpaceChar(character)
                || character >= '\t' && character <= '\r'
                || character >= 0x1c && character <= 0x1f
                || character == 0x85;
    }

    private static List<String> pieces(String text, IntPredicate between, int shortest) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && !between.test(text.codePointAt(to))) {
                to += Character.charCount(text.codePointAt(to));
            }
            if (to > from && text.codePointCount(from, to) >= shortest) {
                pieces.add(text.substring(from, to));
            }
            from = to < text.length() ? to + Character.charCount(text.codePointAt(to)) : to;
        }
        return pieces;
    }

    /** Two and more white spaces become one blank; a single one stays what it is. */
    private static String withSingleBlanks(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int to = at;
            while (to < text.length() && isBlank(text.charAt(to))) {
                to++;
            }
            if (to - at > 1) {
                result.append(' ');
                at = to;
            } else {
                result.append(text.charAt(at++));
            }
        }
        return result.toString();
    }

    private static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    private void addRuns(List<String> units, String between, Consumer<String> terms) {
        for (int length = least; length <= Math.min(most, units.size()); length++) {
            for (int from = 0; from + length <= units.size(); from++) {
                terms.accept(String.join(between, units.subList(from, from + length)));
            }
        }
    }

    /** A word that is shorter than a term is one itself, and only once. */
    private void addRunsOfWord(List<String> units, Consumer<String> terms) {
        for (int length = least; length <= most; length++) {
            for (int from = 0; from == 0 || from + length <= units.size(); from++) {
                int to = Math.min(units.size(), from + length);
                terms.accept(String.join("", units.subList(from, to)));
            }
            if (length >= units.size()) {
                return;
            }
        }
    }
}
