package org.tandemml.serving.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.tandemml.http.edge.BrowserConfig;
import org.tandemml.http.edge.BrowserGuard;
import org.tandemml.http.edge.ConnectionConfig;
import org.tandemml.http.edge.ConnectionGuards;
import org.tandemml.http.edge.TypeCheck;
import org.tandemml.http.edge.UnreadBodies;
import org.tandemml.http.edge.UnsafeSettings;
import org.tandemml.http.edge.UriCheck;
import org.tandemml.model.TandemException;
import org.tandemml.serving.home.StartupException;

/** Puts what guards both services before every route, those that are not JAX-RS included. */
@Singleton
final class BrowserRules {
    /** Before everything else. */
    private static final int PRIORITY = 1_000;

    private static final Set<String> PROBES =
            Set.of("/health", "/ping", "/version", "/v2/health/live", "/v2/health/ready");

    private final BrowserGuard guard;

    BrowserRules(
            BrowserConfig config,
            ConnectionConfig connections,
            @ConfigProperty(name = "quarkus.http.host") String address) {
        try {
            ConnectionGuards.check(connections);
            UnsafeSettings.check(config, address);
            this.guard = new BrowserGuard(config, address, PROBES);
        } catch (TandemException wrong) {
            throw new StartupException(wrong.getMessage(), wrong);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(new UnreadBodies(), PRIORITY + 1);
        filters.register(guard, PRIORITY);
        filters.register(new UriCheck(), PRIORITY - 1);
        filters.register(new TypeCheck(), PRIORITY - 2);
    }
}
