package org.tandemml.registry.artifact.rest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** A digest that a header gives, and its computation over the bytes that come. */
final class ExpectedDigest {
    private final String header;
    private final byte[] expected;
    private final MessageDigest computation;

    /**
     * @param algorithm one that every JDK has
     */
    ExpectedDigest(String header, String algorithm, byte[] expected) {
        this.header = header;
        this.expected = expected;
        try {
            this.computation = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("No such digest: " + algorithm, impossible);
        }
    }

    void update(byte[] buffer, int offset, int length) {
        computation.update(buffer, offset, length);
    }

    /**
     * Compares it with what came; to be called once, at the end.
     *
     * @throws TandemException {@code BAD_REQUEST} if they differ
     */
    void check() {
        byte[] actual = computation.digest();
        if (!MessageDigest.isEqual(actual, expected)) {
            throw new TandemException(
                    ErrorCode.BAD_REQUEST,
                    "The upload has the "
                            + computation.getAlgorithm()
                            + " digest "
                            + base64(actual)
                            + ", expected by "
                            + header
                            + " was "
                            + base64(expected)
                            + "; nothing was stored.");
        }
    }

    private static String base64(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }
}
