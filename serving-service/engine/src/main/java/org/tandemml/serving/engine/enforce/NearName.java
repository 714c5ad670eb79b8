package org.tandemml.serving.engine.enforce;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant: other case, other separators, a typing error or two. */
final class NearName {
    private static final int MAX_LENGTH = 64;
    static final int MAX_COMPARED = 1000;
    private static final int SHORT = 5;

    private NearName() {}

    /** The nearest of the first thousand names; null if none is near. */
    static @Nullable String of(String name, Iterable<String> candidates) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        String wanted = bare(name);
        String best = null;
        int least = wanted.length() <= SHORT ? 2 : 3;
        int compared = 0;
        for (String candidate : candidates) {
            if (compared++ == MAX_COMPARED) {
                break;
            }
            int errors = candidate.length() > MAX_LENGTH ? least : errors(wanted, candidate, least);
            if (errors < least) {
                least = errors;
                best = candidate;
            }
        }
        return best;
    }

    private static int errors(String wanted, String candidate, int enough) {
        String other = bare(candidate);
        if (Math.abs(wanted.length() - other.length()) >= enough) {
            return enough;
        }
        int errors = distance(wanted, other);
        // A name of which nothing would be left is not meant.
        return errors < Math.max(wanted.length(), other.length()) || errors == 0 ? errors : enough;
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder kept = new StringBuilder(lower.length());
        lower.chars().filter(Character::isLetterOrDigit).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    /** How many letters must be inserted, left out or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
