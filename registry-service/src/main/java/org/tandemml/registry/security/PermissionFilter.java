package org.tandemml.registry.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * Lets a request pass to its method only if the caller has the permission that the method needs. It
 * looks at the method that was matched, never at the path.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public final class PermissionFilter implements ContainerRequestFilter {
    /** Asked at each request: filters are made before the settings are read. */
    private final Instance<Authentication> authentication;

    private final ResourceInfo matched;
    private final Map<Method, Optional<Permission>> needed = new ConcurrentHashMap<>();

    public PermissionFilter(
            Instance<Authentication> authentication, @Context ResourceInfo matched) {
        this.authentication = authentication;
        this.matched = matched;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Permission permission =
                needed.computeIfAbsent(matched.getResourceMethod(), PermissionFilter::of)
                        .orElseThrow(PermissionFilter::closed);
        if (permission == Permission.NONE) {
            return;
        }
        Caller caller = authentication.get().caller(request::getHeaderString);
        caller.require(permission);
        request.setSecurityContext(new CallerContext(caller, request.getSecurityContext()));
    }

    private static Optional<Permission> of(Method method) {
        return Optional.ofNullable(method.getAnnotation(Needs.class)).map(Needs::value);
    }

    private static TandemException closed() {
        return new TandemException(
                ErrorCode.PERMISSION_DENIED,
                "This call is closed to everybody: it does not say which permission it needs.");
    }
}
