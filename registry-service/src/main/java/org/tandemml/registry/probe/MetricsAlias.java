package org.tandemml.registry.probe;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Prometheus asks {@code /metrics} unless it is told otherwise. */
@Singleton
final class MetricsAlias {
    void register(@Observes Router router) {
        router.route(HttpMethod.GET, "/metrics").handler(call -> call.reroute("/q/metrics"));
    }
}
