package org.tandemml.serving.engine.lightgbm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Lines {@code key=value} of one part of a model file.
 *
 * @param name what to call the part in an error
 * @param texts the values by key; empty for a line without {@code =}
 */
record Section(String name, Map<String, String> texts) {

    static Section of(String name, String text, int from, int to) throws ModelLoadException {
        Map<String, String> values = new HashMap<>();
        int at = from;
        while (at < to) {
            int end = text.indexOf('\n', at);
            end = end < 0 || end > to ? to : end;
            String line = text.substring(at, end);
            line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            String value = equals < 0 ? "" : line.substring(equals + 1);
            if (!key.isEmpty() && values.put(key, value) != null) {
                throw new ModelLoadException(
                        "%s has the line '%s' twice.".formatted(name, Texts.excerpt(key)));
            }
            at = end + 1;
        }
        return new Section(name, values);
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    private String text(String key) throws ModelLoadException {
        String value = texts.get(key);
        if (value == null) {
            throw new ModelLoadException("%s has no line '%s'.".formatted(name, key));
        }
        return value;
    }

    int integer(String key) throws ModelLoadException {
        return ints(key, 1)[0];
    }

    int integer(String key, int otherwise) throws ModelLoadException {
        return has(key) ? integer(key) : otherwise;
    }

    int[] ints(String key, int count) throws ModelLoadException {
        String[] words = words(key, count);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Integer.parseInt(words[i]);
            } catch (NumberFormatException malformed) {
                throw notANumber(key, i, words[i], "a 32-bit whole number", malformed);
            }
        }
        return numbers;
    }

    /** Words of a bit set: unsigned 32-bit numbers. */
    long[] unsigned(String key, int count) throws ModelLoadException {
        String[] words = words(key, count);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Integer.parseUnsignedInt(words[i]) & 0xFFFF_FFFFL;
            } catch (NumberFormatException malformed) {
                throw notANumber(key, i, words[i], "a 32-bit whole number without sign", malformed);
            }
        }
        return numbers;
    }

    double[] doubles(String key, int count) throws ModelLoadException {
        String[] words = words(key, count);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(key, i, words[i]);
        }
        return numbers;
    }

    private double number(String key, int index, String word) throws ModelLoadException {
        double special =
                switch (word) {
                    case "inf" -> Double.POSITIVE_INFINITY;
                    case "-inf" -> Double.NEGATIVE_INFINITY;
                    default -> Double.NaN;
                };
        if (special == special) {
            return special;
        }
        // Java's own parser also takes suffixes, hexadecimal numbers and words.
        boolean plain =
                !word.isEmpty() && word.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
        try {
            if (plain) {
                return Double.parseDouble(word);
            }
        } catch (NumberFormatException malformed) {
            throw notANumber(key, index, word, "a number", malformed);
        }
        throw notANumber(key, index, word, "a number", null);
    }

    private ModelLoadException notANumber(
            String key, int index, String word, String wanted, @Nullable Throwable cause) {
        return new ModelLoadException(
                "%s, %s, entry %d: '%s' is not %s."
                        .formatted(name, key, index, Texts.excerpt(word), wanted),
                cause);
    }

    /** The words of a line; exactly so many. */
    String[] words(String key, int count) throws ModelLoadException {
        String[] words = split(text(key));
        if (words.length != count) {
            throw new ModelLoadException(
                    "%s: %s has %d entries; it must have %d."
                            .formatted(name, key, words.length, count));
        }
        return words;
    }

    /** The words of a line, however many. */
    static String[] split(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            if (end > at) {
                words.add(line.substring(at, end));
            }
            at = end + 1;
        }
        return words.toArray(String[]::new);
    }
}
