package org.tandemml.serving.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a file's bytes, in order. */
@FunctionalInterface
public interface ByteSink {
    /** Takes all that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;
}
