package org.tandemml.serving.engine.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the instructions of a pickle, as an attacker would: without any rule. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle op(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    Pickle ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Pickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(0x8C, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Names something, as protocol 4 does. */
    Pickle name(String module, String name) {
        return text(module).text(name).op(0x93);
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }
}
