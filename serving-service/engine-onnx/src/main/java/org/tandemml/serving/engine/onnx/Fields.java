package org.tandemml.serving.engine.onnx;

import java.nio.charset.StandardCharsets;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads the fields of a protobuf message, one after the other. Every length is held against the
 * bytes that are there; nothing is copied before it is asked for.
 */
final class Fields {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private final String where;
    private int at;

    private int fieldFrom;
    private int number;
    private int wireType;
    private long value;
    private int from;
    private int length;

    private Fields(byte[] bytes, int from, int end, String where) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.where = where;
    }

    /** The fields of a whole file. */
    static Fields of(byte[] file) {
        return new Fields(file, 0, file.length, "the model");
    }

    /** Goes to the next field; false if there is none. */
    boolean next() throws ModelLoadException {
        if (at == end) {
            return false;
        }
        fieldFrom = at;
        long tag = varint();
        number = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (tag < 0 || tag > 0xFFFF_FFFFL || number < 1) {
            throw damaged("a field has the impossible tag " + tag);
        }
        switch (wireType) {
            case VARINT -> value = varint();
            case FIXED64 -> take(8);
            case FIXED32 -> take(4);
            case BYTES -> {
                long claimed = varint();
                if (claimed < 0 || claimed > end - at) {
                    throw damaged(
                            "field %d claims %s bytes, of which %d are there"
                                    .formatted(number, Long.toUnsignedString(claimed), end - at));
                }
                take((int) claimed);
            }
            default -> throw damaged("field %d has wire type %d".formatted(number, wireType));
        }
        return true;
    }

    private void take(int count) throws ModelLoadException {
        if (count > end - at) {
            throw damaged("field %d ends in the middle".formatted(number));
        }
        from = at;
        length = count;
        at += count;
    }

    private long varint() throws ModelLoadException {
        long result = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at == end) {
                throw damaged("it ends in the middle of a number");
            }
            byte b = bytes[at++];
            result |= (long) (b & 0x7F) << 7 * i;
            if (b >= 0) {
                return result;
            }
        }
        throw damaged("a number has more than " + MAX_VARINT_BYTES + " bytes");
    }

    int number() {
        return number;
    }

    /** The field as a whole number. */
    long integer() throws ModelLoadException {
        if (wireType != VARINT) {
            throw unexpected("a whole number");
        }
        return value;
    }

    /** The field as a binary32. */
    float real() throws ModelLoadException {
        if (wireType != FIXED32) {
            throw unexpected("a 32-bit number");
        }
        return Float.intBitsToFloat((int) little(from, 4));
    }

    /** The field as text. */
    String text() throws ModelLoadException {
        requireBytes();
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** The field as a message. */
    Fields message(String of) throws ModelLoadException {
        requireBytes();
        return new Fields(bytes, from, from + length, of);
    }

    /** How many bytes the field's content has. */
    int length() throws ModelLoadException {
        requireBytes();
        return length;
    }

    /** Where the field's content begins in the file. */
    int from() {
        return from;
    }

    /** Where the field with its tag begins in the file. */
    int fieldFrom() {
        return fieldFrom;
    }

    /** Where the field ends in the file. */
    int fieldEnd() {
        return at;
    }

    /** How many numbers a repeated field holds here, packed or not. */
    long count(int bytesEach) throws ModelLoadException {
        if (wireType != BYTES) {
            return 1;
        }
        if (bytesEach > 0) {
            if (length % bytesEach != 0) {
                throw damaged(
                        "field %d has %d bytes for numbers of %d"
                                .formatted(number, length, bytesEach));
            }
            return length / bytesEach;
        }
        long count = 0;
        for (int i = from; i < from + length; i++) {
            count += bytes[i] >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Adds the whole numbers that a repeated field holds here, packed or not. */
    void addIntegers(Numbers into) throws ModelLoadException {
        if (wireType != BYTES) {
            into.add(integer());
            return;
        }
        Fields packed = new Fields(bytes, from, from + length, where);
        while (packed.at < packed.end) {
            into.add(packed.varint());
        }
    }

    /** Adds the binary32 or binary64 numbers that a repeated field holds here, packed or not. */
    void addReals(Numbers into, int bytesEach) {
        for (int i = from; i + bytesEach <= from + length; i += bytesEach) {
            long bits = little(i, bytesEach);
            into.add(
                    bytesEach == 4
                            ? Float.intBitsToFloat((int) bits)
                            : Double.longBitsToDouble(bits));
        }
    }

    /** Adds little-endian whole numbers of the field's content. */
    void addRaw(Numbers into, int bytesEach) {
        int shift = 64 - 8 * bytesEach;
        for (int i = from; i + bytesEach <= from + length; i += bytesEach) {
            into.add(little(i, bytesEach) << shift >> shift);
        }
    }

    private long little(int start, int count) {
        long result = 0;
        for (int i = count - 1; i >= 0; i--) {
            result = result << 8 | bytes[start + i] & 0xFF;
        }
        return result;
    }

    private void requireBytes() throws ModelLoadException {
        if (wireType != BYTES) {
            throw unexpected("a text or message");
        }
    }

    private ModelLoadException unexpected(String what) {
        return damaged("field %d is not %s".formatted(number, what));
    }

    ModelLoadException damaged(String how) {
        return new ModelLoadException(
                "The ONNX file is damaged in %s, near byte %d: %s.".formatted(where, at, how));
    }
}
