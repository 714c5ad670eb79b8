package org.tandemml.serving.engine.literal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Base64 as Python's {@code base64.decodebytes} reads it: characters outside the alphabet are
 * passed over, and padding ends the text.
 */
public final class LenientBase64 {
    private static final int SEXTETS = 4;

    private LenientBase64() {}

    /** The bytes; null where Python raises. */
    public static byte @Nullable [] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int sextets = 0;
        int pads = 0;
        for (byte c : text.getBytes(StandardCharsets.UTF_8)) {
            if (c == '=') {
                if (sextets >= 2 && sextets + ++pads >= SEXTETS) {
                    return bytes.toByteArray();
                }
                continue;
            }
            int value = sextet(c);
            if (value < 0) {
                continue;
            }
            pads = 0;
            bits = bits << 6 | value;
            if (sextets > 0) {
                bytes.write(bits >> (6 - 2 * sextets));
            }
            sextets = (sextets + 1) % SEXTETS;
        }
        return sextets == 0 ? bytes.toByteArray() : null;
    }

    private static int sextet(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
