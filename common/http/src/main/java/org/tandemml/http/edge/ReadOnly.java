package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.tandemml.http.ErrorResponses;

/**
 * Lets the framework's own paths, those below {@code /q/}, only be read: it would answer whatever
 * method they are asked by.
 */
final class ReadOnly implements Handler<RoutingContext> {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    @Override
    public void handle(RoutingContext call) {
        boolean reads = READING.contains(call.request().method().name());
        if (reads || !call.normalizedPath().startsWith("/q/")) {
            call.next();
            return;
        }
        call.response().putHeader(HttpHeaders.ALLOW, ALLOW);
        Refusal.answer(call, ErrorResponses.methodNotAllowed(ALLOW));
    }
}
