package org.tandemml.serving.engine.predict;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;

/** JSON text in UTF-8 that grows as it is written. The caller keeps the grammar. */
final class JsonText {
    private static final byte[] HEX =
            "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int LONGEST_INTEGER = 20;
    private static final int LONGEST_ESCAPE = 6;

    private byte[] bytes;
    private int length;

    JsonText(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** ASCII as it is. */
    JsonText raw(String ascii) {
        int count = ascii.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    JsonText raw(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    JsonText raw(byte[] json) {
        ensure(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonText bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    JsonText number(long value) {
        ensure(LONGEST_INTEGER);
        length = NumberOutput.outputLong(value, bytes, length);
        return this;
    }

    /** The shortest text that reads back as the same double; null for NaN. */
    JsonText number(double value) {
        if (Double.isNaN(value)) {
            return raw("null");
        }
        if (Double.isInfinite(value)) {
            return raw(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        }
        return raw(NumberOutput.toString(value, true));
    }

    /** Text in quotes; halves of surrogate pairs are written as escapes. */
    JsonText text(String text) {
        raw('"');
        int count = text.length();
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            ensure(LONGEST_ESCAPE);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xC0 | c >> 6);
                continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[length++] = (byte) (0xE0 | c >> 12);
                continuation(c >> 6);
                continuation(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < count
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                int point = Character.toCodePoint(c, text.charAt(i));
                bytes[length++] = (byte) (0xF0 | point >> 18);
                continuation(point >> 12);
                continuation(point >> 6);
                continuation(point);
            } else {
                escape(c);
            }
        }
        return raw('"');
    }

    private void ascii(char c) {
        switch (c) {
            case '"', '\\' -> {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            }
            case '\n' -> {
                bytes[length++] = '\\';
                bytes[length++] = 'n';
            }
            default -> {
                if (c < 0x20) {
                    escape(c);
                } else {
                    bytes[length++] = (byte) c;
                }
            }
        }
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xF];
        }
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | bits & 0x3F);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
