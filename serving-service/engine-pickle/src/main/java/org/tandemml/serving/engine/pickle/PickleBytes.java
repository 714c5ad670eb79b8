package org.tandemml.serving.engine.pickle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;

/** The bytes of a pickle. Every length is held against what is left before anything is taken. */
final class PickleBytes {
    private static final int MAX_LINE = 1 << 16;

    private final byte[] bytes;
    private int at;

    PickleBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    int unsigned8() throws ModelLoadException {
        require(1);
        return bytes[at++] & 0xFF;
    }

    int unsigned16() throws ModelLoadException {
        return unsigned8() | unsigned8() << 8;
    }

    int signed32() throws ModelLoadException {
        return unsigned16() | unsigned16() << 16;
    }

    long signed64() throws ModelLoadException {
        return signed32() & 0xFFFF_FFFFL | (long) signed32() << 32;
    }

    double bigEndianDouble() throws ModelLoadException {
        return ByteBuffer.wrap(take(8)).getDouble();
    }

    byte[] take(long count) throws ModelLoadException {
        require(count);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + (int) count);
        at += (int) count;
        return taken;
    }

    void require(long count) throws ModelLoadException {
        if (count < 0 || count > bytes.length - at) {
            throw new ModelLoadException(
                    "The pickle ends early: byte %d begins something of %s bytes, of which %d are there."
                            .formatted(at, Long.toUnsignedString(count), bytes.length - at));
        }
    }

    String utf8(long count) throws ModelLoadException {
        require(count);
        try {
            CharBuffer text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, at, (int) count));
            at += (int) count;
            return text.toString();
        } catch (CharacterCodingException malformed) {
            throw new ModelLoadException(
                    "The pickle's text at byte %d is not UTF-8.".formatted(at), malformed);
        }
    }

    /** Text to the end of the line, as protocol 0 writes it. */
    String line() throws ModelLoadException {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n' && end - at <= MAX_LINE) {
            end++;
        }
        if (end == bytes.length || bytes[end] != '\n') {
            throw new ModelLoadException(
                    "The pickle's line at byte %d has no end, or more than %d bytes."
                            .formatted(at, MAX_LINE));
        }
        String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 1;
        return line;
    }
}
