package org.tandemml.registry.artifact.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tandemml.artifact.BlockInputStream;
import org.tandemml.model.TandemException;

/**
 * A body that refuses to end if it has not the digests that its headers give: a store cannot put it
 * in its place then.
 */
final class CheckedBody extends BlockInputStream {
    private final List<ExpectedDigest> digests;
    private boolean checked;

    CheckedBody(InputStream body, List<ExpectedDigest> digests) {
        super(body);
        this.digests = digests;
    }

    /**
     * @throws TandemException {@code BAD_REQUEST} at the end, if a digest is another
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            digests.forEach(digest -> digest.update(buffer, offset, read));
        } else if (read < 0 && !checked) {
            checked = true;
            digests.forEach(ExpectedDigest::check);
        }
        return read;
    }

    /** Reads what is skipped: it counts too. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 || read() < 0 ? 0 : 1;
    }
}
