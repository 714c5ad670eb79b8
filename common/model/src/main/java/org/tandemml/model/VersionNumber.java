package org.tandemml.model;

/** The number of a model version, 1 or more; never reused within a model. */
public record VersionNumber(int value) implements Comparable<VersionNumber> {
    public VersionNumber {
        if (value < 1) {
            throw TandemException.invalid(
                    "Model version must be a positive integer, got " + value + ".");
        }
    }

    /**
     * Reads decimal text.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is no positive integer
     */
    public static VersionNumber parse(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.length() > 10) {
            throw refused(text);
        }
        long number = Long.parseLong(text);
        if (number > Integer.MAX_VALUE) {
            throw refused(text);
        }
        return new VersionNumber((int) number);
    }

    private static TandemException refused(String text) {
        return TandemException.invalid(
                "Model version must be a positive integer, got '" + Texts.excerpt(text) + "'.");
    }

    @Override
    public int compareTo(VersionNumber other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
