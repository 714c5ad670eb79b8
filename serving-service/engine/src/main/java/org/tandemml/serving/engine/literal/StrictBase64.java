package org.tandemml.serving.engine.literal;

import java.util.Base64;

/** Base64 of RFC 4648 section 4: padded, without line breaks, no bits left over. */
public final class StrictBase64 {
    private static final int GROUP = 4;

    private StrictBase64() {}

    /**
     * The bytes that a text stands for.
     *
     * @throws IllegalArgumentException if it is not base64, or is not what encoding these bytes
     *     gives
     */
    public static byte[] decode(String text) {
        if (text.length() % GROUP != 0) {
            throw new IllegalArgumentException("not padded to a multiple of four characters");
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        if (text.endsWith("=") && !lastGroup(text).equals(lastGroupOf(bytes))) {
            throw new IllegalArgumentException("the last group holds bits of no byte");
        }
        return bytes;
    }

    private static String lastGroup(String text) {
        return text.substring(text.length() - GROUP);
    }

    private static String lastGroupOf(byte[] bytes) {
        int rest = bytes.length % 3;
        byte[] last = java.util.Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length);
        return Base64.getEncoder().encodeToString(last);
    }
}
