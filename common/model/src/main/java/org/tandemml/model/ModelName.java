package org.tandemml.model;

import java.text.Normalizer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The name of a registered model. Names that a {@code models:/} URI cannot carry, or that look like
 * another name, are refused: NFC, no {@code / : % @ *}, no control characters, no blank at either
 * end, 1 to 256 characters.
 */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final int MAX_LENGTH = 256;
    private static final String REFUSED = "/:%@*\\";

    /** Letters and marks that draw nothing, so that a name with one looks like the name without. */
    private static final String INVISIBLE = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0";

    public ModelName {
        if (value.isEmpty()) {
            throw TandemException.invalid("Registered model name cannot be empty.");
        }
        Texts.requireLength("name", value, MAX_LENGTH);
        String problem = problem(value);
        if (problem != null) {
            throw TandemException.invalid(
                    "Invalid registered model name '"
                            + Texts.excerpt(value)
                            + "': "
                            + problem
                            + ". Names hold no / \\ : % @ * and no control characters.");
        }
    }

    /**
     * The name that this text is, for a look-up: text that can be no name names no model, which is
     * no mistake of form.
     */
    public static Optional<ModelName> find(String text) {
        boolean possible =
                !text.isEmpty()
                        && text.length() <= MAX_LENGTH
                        && Texts.isStorable(text)
                        && problem(text) == null;
        return possible ? Optional.of(new ModelName(text)) : Optional.empty();
    }

    private static @Nullable String problem(String value) {
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            return "it is not in Unicode form NFC";
        }
        int last = value.codePointBefore(value.length());
        if (isBlank(value.codePointAt(0)) || isBlank(last) || last == '.') {
            return "it begins or ends with a blank, or ends with a dot";
        }
        OptionalInt refused = value.codePoints().filter(ModelName::isRefused).findFirst();
        return refused.isPresent()
                ? String.format("the character U+%04X is not allowed", refused.getAsInt())
                : null;
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isRefused(int codePoint) {
        if (REFUSED.indexOf(codePoint) >= 0 || INVISIBLE.indexOf(codePoint) >= 0) {
            return true;
        }
        boolean variationSelector =
                codePoint >= 0xFE00 && codePoint <= 0xFE0F
                        || codePoint >= 0xE0100 && codePoint <= 0xE01EF;
        return variationSelector
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
