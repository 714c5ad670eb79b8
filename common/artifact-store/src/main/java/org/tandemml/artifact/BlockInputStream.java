package org.tandemml.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream around another one whose subclasses see every byte by overriding {@link #read(byte[],
 * int, int)} alone: a single byte is a block of one, and no mark brings bytes back. A subclass to
 * which skipped bytes matter overrides {@code skip} too. For one thread, like its kind.
 */
public abstract class BlockInputStream extends FilterInputStream {
    protected BlockInputStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
