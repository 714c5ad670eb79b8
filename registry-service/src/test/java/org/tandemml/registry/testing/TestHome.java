package org.tandemml.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Homes that last as long as the JVM. */
public final class TestHome {
    private TestHome() {}

    /** A folder that nobody has used; it is removed when the JVM ends. */
    public static Path fresh() {
        try {
            Path home = Files.createTempDirectory("tandem-test-home");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            return home;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes a folder and all that is in it. */
    public static void delete(Path home) {
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
