package org.tandemml.serving.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A registry in miniature and a fresh home for the application under test. */
public final class StubRegistryResource implements QuarkusTestResourceLifecycleManager {
    private final StubRegistry registry = new StubRegistry();
    private @Nullable Path home;

    @Override
    public Map<String, String> start() {
        try {
            Path fresh = Files.createTempDirectory("tandem-serving-test");
            home = fresh;
            return Map.of(
                    "tandem.home", fresh.toString(),
                    "tandem.registry.url", registry.url(),
                    "tandem.serving.poll-interval", "50ms");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(registry, new TestInjector.MatchesType(StubRegistry.class));
    }

    @Override
    public void stop() {
        registry.close();
        Path root = home;
        if (root == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
