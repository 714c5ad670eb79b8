package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body whose {@code Content-Type} names no type, such as {@code garbage}, for bytes of any
 * kind (RFC 9110, section 8.3), before anything trips over it: paths that take any body take this
 * one too, the others refuse it as any wrong type and say what was {@link #sent}.
 */
public final class TypeCheck implements Handler<RoutingContext> {
    private static final String SENT = "org.tandemml.content-type";
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "\\s*(?:;[^,]*)?");

    @Override
    public void handle(RoutingContext call) {
        String type = call.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.equals(JSON) && !TYPE.matcher(type.strip()).matches()) {
            call.put(SENT, type);
            call.request().headers().set(HttpHeaders.CONTENT_TYPE, BYTES);
        }
        call.next();
    }

    /** The {@code Content-Type} as the client sent it; null if it sent none. */
    public static @Nullable String sent(RoutingContext call) {
        String unreadable = call.get(SENT);
        return unreadable == null ? call.request().getHeader(HttpHeaders.CONTENT_TYPE) : unreadable;
    }
}
