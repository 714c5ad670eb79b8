package org.tandemml.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.BlockInputStream;

/**
 * The content of an upload, whose last byte is given out only with a pass: a store cannot put a
 * file in its place before it has read that byte. Slow uploads so hold no pass while they are under
 * way. Closing it gives back the pass and leaves the content open.
 */
final class GuardedContent extends BlockInputStream {
    private final @Nullable Long size;
    private final Supplier<WriteGuard.Pass> guard;
    private WriteGuard.@Nullable Pass pass;
    private long seen;

    /**
     * @param size of the content, null if unknown
     * @param guard gives the pass, or throws
     */
    GuardedContent(InputStream content, @Nullable Long size, Supplier<WriteGuard.Pass> guard) {
        super(content);
        this.size = size;
        this.guard = guard;
        if (size != null && size == 0) {
            enter();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        seen += Math.max(0, read);
        if (read < 0 || size != null && seen >= size) {
            enter();
        }
        return read;
    }

    /** Reads what is skipped: it counts too. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 || read() < 0 ? 0 : 1;
    }

    /** Says so if a store put a file in its place without having read all of it. */
    void requireEntered() {
        if (pass == null) {
            throw new IllegalStateException("The store did not read the content to its end");
        }
    }

    @Override
    public void close() {
        WriteGuard.Pass held = pass;
        if (held != null) {
            held.close();
        }
    }

    private void enter() {
        if (pass == null) {
            pass = guard.get();
        }
    }
}
