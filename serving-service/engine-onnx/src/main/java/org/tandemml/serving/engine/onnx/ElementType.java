package org.tandemml.serving.engine.onnx;

import java.util.Arrays;
import java.util.Optional;

/** The element types of stored tensors, by ONNX's numbers. */
enum ElementType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    /** As many bytes as each text has. */
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4);

    private final int number;
    private final int bits;

    ElementType(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    static Optional<ElementType> find(long number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** Bytes that this many elements take, stored raw. */
    long bytes(long elements) {
        return bits >= 8 ? Math.multiplyExact(elements, bits / 8L) : (elements * bits + 7) / 8;
    }

    /** Entries that this many elements take in a repeated field. */
    long entries(long elements) {
        return bits == 4 ? (elements + 1) / 2 : elements;
    }
}
