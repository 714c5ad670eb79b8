package org.tandemml.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the registries when the first test asks for them, and ends them after the last. */
final class SharedBackends implements ParameterResolver {
    /** Closed by JUnit with the store that it is in. */
    private record Held(Backends backends, Path folder) implements AutoCloseable {
        static Held start() {
            try {
                Path folder = Files.createTempDirectory("tandem-e2e");
                return new Held(Backends.start(folder), folder);
            } catch (Exception failure) {
                throw new IllegalStateException("The registries do not start", failure);
            }
        }

        @Override
        public void close() {
            backends.close();
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (Path each : deepestFirst) {
                    Files.delete(each);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Backends.class;
    }

    @Override
    public Backends resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedBackends.class))
                .computeIfAbsent(Held.class, key -> Held.start(), Held.class)
                .backends();
    }
}
