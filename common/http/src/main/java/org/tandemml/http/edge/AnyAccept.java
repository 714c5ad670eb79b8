package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Lets every path of ours answer in the one form that it has, whatever the caller says that it
 * accepts (RFC 9110, section 12.5.1, allows that): MLflow's servers do not read {@code Accept}, and
 * what calls them seldom means what its client puts there. The framework's paths that have several
 * forms go on choosing by it.
 */
final class AnyAccept implements Handler<RoutingContext> {
    private static final Pattern SEVERAL_FORMS =
            Pattern.compile("/metrics|/q/(?:metrics|openapi)(?:[./].*)?");

    @Override
    public void handle(RoutingContext call) {
        if (!SEVERAL_FORMS.matcher(call.normalizedPath()).matches()) {
            call.request().headers().remove(HttpHeaders.ACCEPT);
        }
        call.next();
    }
}
