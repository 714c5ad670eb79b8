package org.tandemml.registry.artifact.rest;

import io.vertx.core.http.HttpServerRequest;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;
import org.tandemml.registry.artifact.PercentEncoding;

/**
 * The artifact's path in a request, taken from the line that the client sent: what routing has
 * decoded or normalised on its way does not count.
 */
final class RawPath {
    private static final String[] PREFIXES = {"/api/2.0/", "/ajax-api/2.0/"};

    private RawPath() {}

    /**
     * The path after a route's fixed part.
     *
     * @param route below {@code /api/2.0/}, ending with a slash
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    static ArtifactPath after(String route, HttpServerRequest request) {
        String raw = request.path();
        for (String prefix : PREFIXES) {
            if (raw != null && raw.startsWith(prefix + route)) {
                String tail = raw.substring(prefix.length() + route.length());
                return ArtifactPath.parse(PercentEncoding.decode(tail));
            }
        }
        throw TandemException.invalid(
                "Invalid path: the request's path is not written in its plain form.");
    }
}
