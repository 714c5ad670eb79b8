package org.tandemml.e2e;

import java.nio.file.Path;

/** Where the project is checked out. */
final class Checkout {
    private Checkout() {}

    static Path root() {
        return Path.of(System.getProperty("tandem.checkout", "../..")).toAbsolutePath().normalize();
    }
}
