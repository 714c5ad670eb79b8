package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Makes a semicolon a character like any other, as it is at an MLflow server. In a path, JAX-RS
 * takes what follows it for parameters (matrix parameters) and drops it, so that a path that nobody
 * serves would be answered; in a query, the HTTP server takes it for another ampersand, which cuts
 * values short. It belongs before all filters, which see what is served.
 */
final class Semicolons implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext call) {
        HttpServerRequest request = call.request();
        String uri = request.uri();
        if (uri.indexOf(';') < 0 || !uri.startsWith("/")) {
            call.next();
            return;
        }
        call.reroute(request.method(), uri.replace(";", "%3B"));
    }
}
