package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * Refuses a request whose path or query is no URI, such as {@code %zz}, before anything takes it
 * apart. Quarkus does the same, but with an empty body, which MLflow's clients cannot show.
 */
public final class UriCheck implements Handler<RoutingContext> {
    /** Makes this class do what Quarkus would do; to be called before Quarkus starts. */
    public static void takeOver() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    @Override
    public void handle(RoutingContext call) {
        try {
            new URI(call.request().uri());
        } catch (URISyntaxException malformed) {
            Refusal.answer(call, refused(malformed));
            return;
        }
        call.next();
    }

    private static TandemException refused(URISyntaxException malformed) {
        return new TandemException(
                ErrorCode.BAD_REQUEST,
                "The path or query of the request is malformed at character "
                        + (malformed.getIndex() + 1)
                        + ": "
                        + malformed.getReason()
                        + ". What is no URI character must be written as %XX.");
    }
}
