package org.tandemml.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The SHA-256 digest of an artifact's bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {
    private static final String PREFIX = "sha256:";
    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!ALLOWED.matcher(hex).matches()) {
            throw TandemException.invalid(
                    "Invalid digest '"
                            + Texts.excerpt(hex)
                            + "': expected sha256: and 64 hexadecimal digits.");
        }
    }

    /**
     * Reads {@code sha256:<hex>}, digits in any case.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static Sha256 parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return new Sha256(lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : "");
    }

    /**
     * The digest with these 32 bytes.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if there are more or fewer
     */
    public static Sha256 of(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** A computation of this kind of digest. */
    public static MessageDigest computation() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    /** {@code sha256:<hex>}. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
