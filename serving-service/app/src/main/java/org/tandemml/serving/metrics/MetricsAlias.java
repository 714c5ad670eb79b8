package org.tandemml.serving.metrics;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Gives the metrics at the path where most scrapers look, too. */
@Singleton
class MetricsAlias {
    void register(@Observes Router router) {
        router.get("/metrics").handler(context -> context.reroute("/q/metrics"));
    }
}
