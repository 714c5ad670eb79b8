package org.tandemml.serving.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes protobuf, and the messages of ONNX that tests need. */
final class Proto {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Proto bytes(int field, byte[] content) {
        varint((long) field << 3 | 2);
        varint(content.length);
        out.writeBytes(content);
        return this;
    }

    Proto text(int field, String content) {
        return bytes(field, content.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto content) {
        return bytes(field, content.toBytes());
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** A model of one graph. */
    static byte[] model(Proto graph) {
        return new Proto()
                .number(1, 9)
                .message(7, graph.text(2, "g"))
                .message(8, new Proto().text(1, "").number(2, 17))
                .message(8, new Proto().text(1, "ai.onnx.ml").number(2, 3))
                .toBytes();
    }

    static Proto node(String op, String inputs, String outputs) {
        Proto node = new Proto();
        for (String input : inputs.split(" ")) {
            node.text(1, input);
        }
        for (String output : outputs.split(" ")) {
            node.text(2, output);
        }
        return node.text(4, op);
    }

    /** A value of a graph; -1 for an open length. */
    static Proto value(String name, int type, long... dims) {
        Proto shape = new Proto();
        for (long dim : dims) {
            Proto each = new Proto();
            shape.message(1, dim < 0 ? each.text(2, "n") : each.number(1, dim));
        }
        Proto tensor = new Proto().number(1, type).message(2, shape);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }

    static Proto tensor(String name, int type, byte[] raw, long... dims) {
        Proto tensor = new Proto();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, type).text(8, name).bytes(9, raw);
    }

    static Proto external(String name, String location, long offset, long length, long... dims) {
        Proto tensor = new Proto();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, FLOAT)
                .text(8, name)
                .message(13, new Proto().text(1, "location").text(2, location))
                .message(13, new Proto().text(1, "offset").text(2, Long.toString(offset)))
                .message(13, new Proto().text(1, "length").text(2, Long.toString(length)))
                .number(14, 1);
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }
}
