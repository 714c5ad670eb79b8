package org.tandemml.serving.load;

/**
 * What a request to one model is expected to cost on this machine, measured while the model was
 * warmed up. The figures of a small request are taken for all sizes, which over-estimates large
 * ones.
 *
 * @param nanosPerByte of reading and checking a body
 * @param nanosPerRow of scoring a row and writing its answer
 */
public record Cost(double nanosPerByte, double nanosPerRow) {
    /** For a model that could not be timed: whatever it is asked is expensive. */
    static final Cost UNKNOWN = new Cost(50, 1e9);

    /** Expected time to read and check a body. */
    public long parseNanos(int bytes) {
        return (long) (nanosPerByte * bytes);
    }

    /** Expected time to score rows and write the answer. */
    public long scoreNanos(int rows) {
        return (long) (nanosPerRow * rows);
    }
}
