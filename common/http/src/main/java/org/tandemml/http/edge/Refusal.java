package org.tandemml.http.edge;

import io.vertx.ext.web.RoutingContext;
import org.tandemml.http.ErrorBody;
import org.tandemml.http.ErrorForm;
import org.tandemml.http.ErrorStatus;
import org.tandemml.model.TandemException;

/** Ends a request, before it has reached JAX-RS, in the form of all other errors. */
public final class Refusal {
    private Refusal() {}

    /**
     * Answers a request that nothing has answered yet.
     *
     * @param call the request
     * @param refused why; its code decides the status
     */
    public static void answer(RoutingContext call, TandemException refused) {
        int status = ErrorStatus.of(refused.code());
        // The path as it was sent: what is refused may be that it cannot be normalised.
        ErrorForm form = ErrorForm.of(call.request().path());
        call.response()
                .setStatusCode(status)
                .putHeader("Content-Type", form.mediaType())
                .end(form.body(status, ErrorBody.of(refused)));
    }
}
