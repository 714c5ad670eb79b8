package org.tandemml.registry.wire;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Every {@code /api/...} route also answers under {@code /ajax-api/...}: it is the same route. */
@Provider
@PreMatching
public final class AjaxTwin implements ContainerRequestFilter {
    private static final String TWIN = "/ajax-api/";

    @Override
    public void filter(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        if (uri.getRawPath().startsWith(TWIN)) {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            request.setRequestUri(
                    uri.resolve("/api/" + uri.getRawPath().substring(TWIN.length()) + query));
        }
    }
}
