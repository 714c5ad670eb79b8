package org.tandemml.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Passes bytes on and refuses to end if they were not the expected ones. */
final class VerifyingInputStream extends BlockInputStream {
    private final MessageDigest digest = Sha256.computation();
    private final Sha256 expected;
    private boolean verified;

    VerifyingInputStream(InputStream in, Sha256 expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
        } else if (read < 0 && !verified) {
            verify();
        }
        return read;
    }

    /** Reads what is skipped: it counts for the digest too. */
    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[8192];
        long skipped = 0;
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    private void verify() throws IOException {
        Sha256 actual = Sha256.of(digest.digest());
        if (!actual.equals(expected)) {
            throw new DigestMismatchException(expected, actual);
        }
        verified = true;
    }
}
