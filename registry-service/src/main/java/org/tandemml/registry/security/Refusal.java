package org.tandemml.registry.security;

import io.vertx.ext.web.RoutingContext;
import org.tandemml.http.ErrorBody;
import org.tandemml.http.ErrorStatus;
import org.tandemml.model.TandemException;

/** Ends a request, before it has reached JAX-RS, in the form of all other errors. */
final class Refusal {
    private Refusal() {}

    static void answer(RoutingContext call, TandemException refused) {
        call.response()
                .setStatusCode(ErrorStatus.of(refused.code()))
                .putHeader("Content-Type", "application/json")
                .end(ErrorBody.of(refused).toJson());
    }
}
