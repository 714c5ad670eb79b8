package org.tandemml.serving.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tandemml.serving.config.ServingSettings;

/**
 * Keeps a connection open for as long as a prediction may take: nothing moves on it meanwhile, and
 * {@code quarkus.http.idle-timeout} may be shorter.
 */
@Singleton
final class IdleConnections implements HttpServerOptionsCustomizer {
    /** For the answer of a prediction that took all of its time. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Duration longest;

    IdleConnections(ServingSettings settings) {
        this.longest = settings.requestTimeout().plus(MARGIN);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        long configured = options.getIdleTimeoutUnit().toMillis(options.getIdleTimeout());
        if (configured > 0 && configured < longest.toMillis()) {
            options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout((int) longest.toMillis());
        }
    }
}
