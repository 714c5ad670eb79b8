package org.tandemml.registry.experiment;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The URI below which experiments keep artifacts when their creator names no place: the proxy's, or
 * the store's own when clients write to it themselves ({@code TANDEM_ARTIFACTS_SERVE=false}).
 */
@Singleton
public final class ArtifactRoot {
    private final String uri;

    ArtifactRoot(
            @ConfigProperty(name = "tandem.artifacts.serve", defaultValue = "true") boolean serve,
            @ConfigProperty(name = "tandem.artifacts.root") Optional<String> root,
            @ConfigProperty(name = "tandem.home", defaultValue = "./tandem-data") String home) {
        this.uri = serve ? "mlflow-artifacts:" : root.orElseGet(() -> folderOf(home));
    }

    private static String folderOf(String home) {
        return Path.of(home).toAbsolutePath().normalize().resolve("artifacts").toUri().toString();
    }

    /** The root as a URI that ends with a slash. */
    public String uri() {
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
