package org.tandemml.model;

/** The id of an experiment: a non-negative integer, decimal text on the wire; 0 is Default. */
public record ExperimentId(long value) {
    public ExperimentId {
        if (value < 0) {
            throw refused(Long.toString(value));
        }
    }

    /**
     * Reads decimal text.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is no non-negative integer
     */
    public static ExperimentId parse(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.length() > 18) {
            throw refused(text);
        }
        return new ExperimentId(Long.parseLong(text));
    }

    private static TandemException refused(String text) {
        return TandemException.invalid(
                "Invalid experiment ID '"
                        + Texts.excerpt(text)
                        + "': it must be a valid integer, 0 or more.");
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
