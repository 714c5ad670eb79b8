package org.tandemml.serving.engine.sklearn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/** A version of scikit-learn. */
record Version(int major, int minor) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})([.a-z].*)?");
    private static final Version OLDEST = new Version(1, 0);
    private static final Version NEWEST = new Version(1, 9);

    /**
     * Reads a version.
     *
     * @throws ModelLoadException if it is none, or none that is served
     */
    static Version of(String text) throws ModelLoadException {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new ModelLoadException(
                    "The model's version of scikit-learn, '%s', is none."
                            .formatted(Texts.excerpt(text)));
        }
        Version version =
                new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (!version.isAtLeast(OLDEST) || version.isAfter(NEWEST)) {
            throw new ModelLoadException(
                    "The model was made with scikit-learn %s; served are %s to %s."
                            .formatted(Texts.excerpt(text), OLDEST, NEWEST));
        }
        return version;
    }

    boolean isAtLeast(Version other) {
        return major > other.major || major == other.major && minor >= other.minor;
    }

    private boolean isAfter(Version other) {
        return isAtLeast(other) && !equals(other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
