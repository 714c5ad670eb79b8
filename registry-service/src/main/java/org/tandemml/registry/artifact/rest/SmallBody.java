package org.tandemml.registry.artifact.rest;

import java.io.IOException;
import java.io.InputStream;
import org.tandemml.artifact.BlockInputStream;
import org.tandemml.model.TandemException;

/** The body of an upload that must hold something, but not more than 10 MiB. */
final class SmallBody extends BlockInputStream {
    private static final long MAX_BYTES = 10L << 20;

    private long seen;

    SmallBody(InputStream body) {
        super(body);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            seen += read;
        } else if (read < 0 && seen == 0) {
            throw TandemException.invalid("The request has no body; expected the file's content.");
        }
        if (seen > MAX_BYTES) {
            throw TandemException.invalid(
                    "The file is larger than "
                            + MAX_BYTES
                            + " bytes; PUT it to the artifact proxy.");
        }
        return read;
    }
}
