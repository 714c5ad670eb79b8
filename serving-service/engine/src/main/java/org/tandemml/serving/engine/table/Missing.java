package org.tandemml.serving.engine.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which rows of a column have no value: one bit a row, no memory while there are none. */
public final class Missing {
    private long @Nullable [] bits;

    /** Marks a row as missing. */
    public void set(int row) {
        reach(row)[row >>> 6] |= 1L << row;
    }

    /**
     * Marks rows as missing.
     *
     * @param from the first one
     * @param to the one after the last
     */
    public void set(int from, int to) {
        if (from >= to) {
            return;
        }
        long[] words = reach(to - 1);
        int first = from >>> 6;
        int last = to - 1 >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            words[first] |= head & tail;
        } else {
            words[first] |= head;
            Arrays.fill(words, first + 1, last, -1L);
            words[last] |= tail;
        }
    }

    private long[] reach(int row) {
        long[] words = bits;
        int word = row >>> 6;
        if (words == null) {
            words = new long[word + 1];
        } else if (words.length <= word) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
        }
        bits = words;
        return words;
    }

    /** Whether a row has no value. */
    public boolean get(int row) {
        long[] words = bits;
        int word = row >>> 6;
        return words != null && word < words.length && (words[word] & (1L << row)) != 0;
    }

    /** Whether any row has no value. */
    public boolean any() {
        return bits != null;
    }
}
