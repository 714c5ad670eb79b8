package org.tandemml.serving.engine.enforce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;

/** Bodies as UTF-8 without a byte order mark. */
final class Utf8 {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * A JSON body as UTF-8; UTF-16 and UTF-32 are told by their byte order mark or, since JSON
     * begins with ASCII, by where the zeros are (RFC 4627 section 3).
     *
     * @return the body itself if nothing is to be done
     * @throws TandemException BAD_REQUEST for bytes that are none of these
     */
    static byte[] ofJson(byte[] body) {
        int b0 = body.length > 0 ? body[0] & 0xFF : 1;
        int b1 = body.length > 1 ? body[1] & 0xFF : 1;
        boolean pairs = body.length > 3;
        boolean twoZeros = pairs && body[2] == 0 && body[3] == 0;
        if (b0 == 0xFF && b1 == 0xFE) {
            return twoZeros ? transcode(body, 4, "UTF-32LE") : transcode(body, 2, "UTF-16LE");
        }
        if (b0 == 0xFE && b1 == 0xFF) {
            return transcode(body, 2, "UTF-16BE");
        }
        if (b0 == 0 && b1 == 0) {
            boolean mark = pairs && (body[2] & 0xFF) == 0xFE && (body[3] & 0xFF) == 0xFF;
            return transcode(body, mark ? 4 : 0, "UTF-32BE");
        }
        if (b0 == 0) {
            return transcode(body, 0, "UTF-16BE");
        }
        if (b1 == 0) {
            return transcode(body, 0, twoZeros ? "UTF-32LE" : "UTF-16LE");
        }
        return ofText(body);
    }

    /**
     * A text body as UTF-8 without a byte order mark.
     *
     * @return the body itself if nothing is to be done
     * @throws TandemException BAD_REQUEST for bytes that are not UTF-8
     */
    static byte[] ofText(byte[] body) {
        int bad = firstInvalid(body);
        if (bad >= 0) {
            throw Intake.badForm("The body is not UTF-8: byte " + bad + " cannot stand there.");
        }
        boolean mark =
                body.length >= 3
                        && (body[0] & 0xFF) == 0xEF
                        && (body[1] & 0xFF) == 0xBB
                        && (body[2] & 0xFF) == 0xBF;
        return mark ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static byte[] transcode(byte[] body, int from, String charset) {
        try {
            ByteBuffer encoded = ByteBuffer.wrap(body, from, body.length - from);
            String text = Charset.forName(charset).newDecoder().decode(encoded).toString();
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException malformed) {
            throw Intake.badForm("The body looks like " + charset + " and is not valid as such.");
        }
    }

    /**
     * The first byte that cannot stand where it stands in UTF-8 (RFC 3629); -1 if there is none.
     */
    static int firstInvalid(byte[] bytes) {
        int at = 0;
        while (true) {
            at = skipAscii(bytes, at);
            if (at == bytes.length) {
                return -1;
            }
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
    }

    private static int skipAscii(byte[] bytes, int from) {
        int at = from;
        while (at + Long.BYTES <= bytes.length
                && ((long) EIGHT_BYTES.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The length of the sequence of two to four bytes at this place; 0 if it is not valid. */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean tooLong = lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90;
        boolean surrogate = lead == 0xED && second > 0x9F;
        boolean beyond = lead == 0xF4 && second > 0x8F;
        return tooLong || surrogate || beyond ? 0 : length;
    }

    /** The text of some bytes that have been checked. */
    static @Nullable String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
