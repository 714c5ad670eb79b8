package org.tandemml.http;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** The one exception mapper of both services. */
@Provider
public final class ThrowableMapper implements ExceptionMapper<Throwable> {
    private final UriInfo uri;

    /**
     * @param uri of the request that failed
     */
    public ThrowableMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        return ErrorResponses.of(thrown, ErrorForm.of(uri.getPath()));
    }
}
