package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Makes what follows a semicolon in a path a part of the path, as it is at an MLflow server. JAX-RS
 * takes it for parameters (matrix parameters) and drops it, so that a path that nobody serves would
 * be answered. It belongs before all filters, which see the path that is served.
 */
final class Semicolons implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext call) {
        HttpServerRequest request = call.request();
        String path = request.path();
        if (path == null || path.indexOf(';') < 0 || !path.startsWith("/")) {
            call.next();
            return;
        }
        String query = request.query();
        call.reroute(
                request.method(), path.replace(";", "%3B") + (query == null ? "" : "?" + query));
    }
}
