package org.tandemml.registry.wire;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.tandemml.http.ErrorForm;
import org.tandemml.http.ErrorResponses;
import org.tandemml.model.TandemException;

/** A body of another type than JSON is what MLflow calls an invalid parameter: 400, not 415. */
@Provider
public final class WrongContentType implements ExceptionMapper<NotSupportedException> {
    private final UriInfo uri;

    public WrongContentType(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(NotSupportedException wrong) {
        return ErrorResponses.of(refused(), ErrorForm.of(uri.getPath()));
    }

    static TandemException refused() {
        return TandemException.invalid("The Content-Type of the request must be application/json.");
    }
}
