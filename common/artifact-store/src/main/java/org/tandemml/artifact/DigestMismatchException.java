package org.tandemml.artifact;

import java.io.IOException;

/** What was read is not what was stored: its digest is another. */
public final class DigestMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    DigestMismatchException(Sha256 expected, Sha256 actual) {
        super("The bytes have digest " + actual + ", expected was " + expected);
    }
}
