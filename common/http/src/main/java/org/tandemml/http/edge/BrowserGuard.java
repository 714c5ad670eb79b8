package org.tandemml.http.edge;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * What keeps web pages of strangers from using a visitor's browser against this service: requests
 * name a known host, pages of other origins change nothing, and what is answered cannot be framed
 * or run. It belongs before every route, those that are not JAX-RS included.
 */
final class BrowserGuard implements Handler<RoutingContext> {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String HEALTH = "/q/health";
    private static final String HEALTH_BELOW = HEALTH + "/";
    private static final String SWAGGER_UI = "/q/swagger-ui";
    private static final String NOTHING_RUNS =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** The page of Swagger UI starts itself with a script of its own text. */
    private static final String ONE_PAGE_RUNS =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"
                    + " 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'self'";

    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9, -]{1,1000}");
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String READABLE =
            "Content-Disposition, Content-Range, ETag, Location, Retry-After, Tandem-Digest,"
                    + " Tandem-Model, Tandem-Model-Digest, Tandem-Version";

    private final AllowedHosts hosts;
    private final AllowedOrigins origins;
    private final Set<String> probes;

    /** A Host header that is allowed: nearly all requests have the same one. */
    private volatile String usual = "localhost";

    /**
     * @param config the lists
     * @param address where the service listens, which requests may name as well
     * @param probes paths that answer whatever host they are asked by, besides Quarkus's own
     * @throws org.tandemml.http.settings.WrongSettingException saying which entry of a list is none
     */
    BrowserGuard(BrowserConfig config, String address, Set<String> probes) {
        this.hosts = AllowedHosts.of(config.allowedHosts().orElse(List.of()), address);
        this.origins = AllowedOrigins.of(config.corsAllowedOrigins().orElse(List.of()));
        this.probes = Set.copyOf(probes);
    }

    @Override
    public void handle(RoutingContext call) {
        HttpServerRequest request = call.request();
        call.addHeadersEndHandler(sent -> protect(call.response(), request.path()));
        if (isProbe(request.path())) {
            call.next();
            return;
        }
        String origin = request.getHeader("Origin");
        List<String> named = named(request);
        if (origin == null && named.size() == 1 && named.get(0).equals(usual)) {
            call.next();
            return;
        }
        Optional<HostName> host = host(request, named).filter(hosts::allow);
        if (host.isEmpty()) {
            refuse(
                    call,
                    "The request names the host '"
                            + Texts.excerpt(String.join("', '", named))
                            + "', which this server does not take for its own; if it is, add it to"
                            + " TANDEM_ALLOWED_HOSTS.");
            return;
        }
        if (!named.isEmpty()) {
            usual = named.get(0);
        }
        if (origin == null) {
            call.next();
            return;
        }
        answerPage(call, origin, origins.allow(origin, host.get()));
    }

    private void answerPage(RoutingContext call, String origin, boolean allowed) {
        HttpMethod method = call.request().method();
        boolean preflight =
                method.equals(HttpMethod.OPTIONS)
                        && call.request().getHeader("Access-Control-Request-Method") != null;
        call.response().headers().add("Vary", "Origin");
        if (!allowed && (preflight || !HARMLESS.contains(method))) {
            refuse(
                    call,
                    "Pages of the origin '"
                            + Texts.excerpt(origin)
                            + "' may not call this server; to let them, add it to"
                            + " TANDEM_CORS_ALLOWED_ORIGINS.");
            return;
        }
        if (allowed) {
            letRead(call.response(), origin);
        }
        if (preflight) {
            letCall(call);
        } else {
            call.next();
        }
    }

    private void letRead(HttpServerResponse response, String origin) {
        if (origins.allowAny()) {
            response.putHeader("Access-Control-Allow-Origin", "*");
        } else {
            response.putHeader("Access-Control-Allow-Origin", origin);
            response.putHeader("Access-Control-Allow-Credentials", "true");
        }
        response.putHeader("Access-Control-Expose-Headers", READABLE);
    }

    private static void letCall(RoutingContext call) {
        HttpServerResponse response = call.response();
        response.putHeader("Access-Control-Allow-Methods", METHODS);
        String asked = call.request().getHeader("Access-Control-Request-Headers");
        if (asked != null && HEADER_NAMES.matcher(asked).matches()) {
            response.putHeader("Access-Control-Allow-Headers", asked);
        }
        response.putHeader("Access-Control-Max-Age", "600");
        response.setStatusCode(204).end();
    }

    /** What says nothing else is neither framed, nor run, nor taken for something it is not. */
    private static void protect(HttpServerResponse response, @Nullable String path) {
        boolean page = path != null && path.startsWith(SWAGGER_UI);
        MultiMap headers = response.headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "SAMEORIGIN");
        if (!headers.contains("Content-Security-Policy")) {
            headers.set("Content-Security-Policy", page ? ONE_PAGE_RUNS : NOTHING_RUNS);
        }
    }

    private boolean isProbe(@Nullable String path) {
        return path != null
                && (probes.contains(path) || path.equals(HEALTH) || path.startsWith(HEALTH_BELOW));
    }

    /**
     * The hosts that a request names: where its target is a whole URI, that one counts (RFC 9112,
     * 3.2.2).
     */
    private static List<String> named(HttpServerRequest request) {
        String target = request.uri();
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return request.headers().getAll("Host");
        }
        int from = scheme + "://".length();
        int to = from;
        while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
            to++;
        }
        return List.of(target.substring(from, to));
    }

    /** The one host that a request names, if it names one; HTTP/2 has no header for it. */
    private static Optional<HostName> host(HttpServerRequest request, List<String> named) {
        if (named.isEmpty()) {
            HostAndPort authority = request.authority();
            return HostName.of(authority == null ? null : authority.toString());
        }
        return named.size() == 1 ? HostName.of(named.get(0)) : Optional.empty();
    }

    private static void refuse(RoutingContext call, String message) {
        Refusal.answer(call, new TandemException(ErrorCode.PERMISSION_DENIED, message));
    }
}
