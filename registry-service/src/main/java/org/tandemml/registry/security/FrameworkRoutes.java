package org.tandemml.registry.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.tandemml.http.edge.Refusal;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * The permissions of the routes that the framework brings, which are no methods of ours that could
 * carry {@link Needs}. What is not named here is not there. The path is the one that routing itself
 * goes by.
 */
@Singleton
final class FrameworkRoutes {
    /** Each with what is below it. */
    static final Map<String, Permission> ROUTES =
            Map.of(
                    "/metrics", Permission.SERVER_READ,
                    "/q/metrics", Permission.SERVER_READ,
                    "/q/health", Permission.NONE,
                    "/q/openapi", Permission.SERVER_READ,
                    "/q/openapi.json", Permission.SERVER_READ,
                    "/q/openapi.yaml", Permission.SERVER_READ,
                    "/q/openapi.yml", Permission.SERVER_READ,
                    "/q/swagger-ui", Permission.SERVER_READ);

    private static final String FRAMEWORK = "/q";

    private final Authentication authentication;

    FrameworkRoutes(Authentication authentication) {
        this.authentication = authentication;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BrowserRules.PRIORITY - 3);
    }

    private void check(RoutingContext call) {
        String path = call.normalizedPath();
        Optional<Permission> needed = permission(path);
        if (needed.isEmpty()) {
            if (isOrIsBelow(path, FRAMEWORK)) {
                Refusal.answer(
                        call, new TandemException(ErrorCode.ENDPOINT_NOT_FOUND, "No such path."));
            } else {
                call.next();
            }
            return;
        }
        try {
            if (needed.get() != Permission.NONE) {
                authentication.caller(call.request()::getHeader).require(needed.get());
            }
        } catch (TandemException refused) {
            Refusal.answer(call, refused);
            return;
        }
        call.next();
    }

    /** The permission that a framework's route needs; empty if it is none that is allowed. */
    static Optional<Permission> permission(String path) {
        return ROUTES.entrySet().stream()
                .filter(route -> isOrIsBelow(path, route.getKey()))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    private static boolean isOrIsBelow(String path, String route) {
        return path.startsWith(route)
                && (path.length() == route.length() || path.charAt(route.length()) == '/');
    }
}
