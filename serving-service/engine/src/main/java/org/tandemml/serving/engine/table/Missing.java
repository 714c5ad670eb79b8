package org.tandemml.serving.engine.table;

import org.jspecify.annotations.Nullable;

/** Which rows of a column have no value: one bit a row, no memory while there are none. */
public final class Missing {
    private long @Nullable [] bits;

    /** Marks a row as missing. */
    public void set(int row) {
        long[] grown = bits;
        int word = row >>> 6;
        if (grown == null) {
            grown = new long[word + 1];
        } else if (grown.length <= word) {
            grown = java.util.Arrays.copyOf(grown, Math.max(word + 1, grown.length * 2));
        }
        grown[word] |= 1L << row;
        bits = grown;
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
