package org.tandemml.model;

import java.text.Normalizer;

/**
 * The name of a registered model. Names that a {@code models:/} URI cannot carry, or that look like
 * another name, are refused: NFC, no {@code / : % @ *}, no control characters, no blank at either
 * end, 1 to 256 characters.
 */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final int MAX_LENGTH = 256;
    private static final String REFUSED = "/:%@*\\";

    public ModelName {
        if (value.isEmpty()) {
            throw TandemException.invalid("Registered model name cannot be empty.");
        }
        Texts.requireLength("name", value, MAX_LENGTH);
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            throw refused(value, "it is not in Unicode form NFC");
        }
        if (!value.equals(value.strip()) || value.endsWith(".")) {
            throw refused(value, "it begins or ends with a blank, or ends with a dot");
        }
        value.codePoints()
                .filter(c -> REFUSED.indexOf(c) >= 0 || Character.isISOControl(c) || isFormat(c))
                .findFirst()
                .ifPresent(
                        c -> {
                            throw refused(
                                    value, String.format("the character U+%04X is not allowed", c));
                        });
    }

    private static boolean isFormat(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT;
    }

    private static TandemException refused(String value, String reason) {
        return TandemException.invalid(
                "Invalid registered model name '"
                        + Texts.excerpt(value)
                        + "': "
                        + reason
                        + ". Names hold no / \\ : % @ * and no control characters.");
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
