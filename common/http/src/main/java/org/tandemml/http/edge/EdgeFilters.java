package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * What guards both services before every route, those that are not JAX-RS included: one
 * registration for all of it, in its order.
 */
public final class EdgeFilters {
    private final BrowserGuard guard;

    /**
     * Looks at the settings before the service listens.
     *
     * @param config the lists and the permission to be unsafe
     * @param address where the service listens, {@code quarkus.http.host}
     * @param probes paths that answer whatever host they are asked by, besides Quarkus's own
     * @throws org.tandemml.http.settings.WrongSettingException saying which setting is wrong or
     *     opens the service to everybody
     */
    public EdgeFilters(BrowserConfig config, String address, Set<String> probes) {
        UnsafeSettings.check(config, address);
        this.guard = new BrowserGuard(config, address, probes);
    }

    /**
     * Registers the filters.
     *
     * @param filters takes a filter and its priority; the greatest is asked first
     * @param priority of the guard against strangers' web pages. The two above it and the second to
     *     fifth below it are taken; the first below it is left to the service.
     */
    public void register(ObjIntConsumer<Handler<RoutingContext>> filters, int priority) {
        filters.accept(new Semicolons(), priority + 2);
        filters.accept(new UnreadBodies(), priority + 1);
        filters.accept(guard, priority);
        filters.accept(new UriCheck(), priority - 2);
        filters.accept(new TypeCheck(), priority - 3);
        filters.accept(new AnyAccept(), priority - 4);
        filters.accept(new ReadOnly(), priority - 5);
    }
}
