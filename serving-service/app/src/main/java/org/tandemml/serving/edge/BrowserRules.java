package org.tandemml.serving.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.tandemml.http.edge.BrowserConfig;
import org.tandemml.http.edge.EdgeFilters;

/** Puts what guards both services before every route, those that are not JAX-RS included. */
@Singleton
final class BrowserRules {
    /** Before everything else. */
    private static final int PRIORITY = 1_000;

    private static final Set<String> PROBES =
            Set.of("/health", "/ping", "/version", "/v2/health/live", "/v2/health/ready");

    private final EdgeFilters edge;

    BrowserRules(BrowserConfig config, @ConfigProperty(name = "quarkus.http.host") String address) {
        this.edge = new EdgeFilters(config, address, PROBES);
    }

    void register(@Observes Filters filters) {
        edge.register(filters::register, PRIORITY);
    }
}
