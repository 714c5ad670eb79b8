package org.tandemml.registry.artifact.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Lets so many requests to the artifact store, and says to the others when to come again. */
@Provider
@StoreLane
public final class StoreLaneFilter implements ContainerRequestFilter {
    /** Asked at each request: filters are made before the settings are read. */
    private final Instance<StoreLanes> lanes;

    private final RoutingContext routing;

    public StoreLaneFilter(Instance<StoreLanes> lanes, @Context RoutingContext routing) {
        this.lanes = lanes;
        this.routing = routing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        StoreLanes entered = lanes.get();
        entered.enter();
        routing.addEndHandler(ended -> entered.leave());
    }
}
