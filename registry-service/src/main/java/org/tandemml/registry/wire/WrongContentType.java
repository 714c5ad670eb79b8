package org.tandemml.registry.wire;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.tandemml.http.ErrorResponses;
import org.tandemml.model.TandemException;

/** A body of another type than JSON is what MLflow calls an invalid parameter: 400, not 415. */
@Provider
public final class WrongContentType implements ExceptionMapper<NotSupportedException> {
    @Override
    public Response toResponse(NotSupportedException wrong) {
        return ErrorResponses.of(refused());
    }

    static TandemException refused() {
        return TandemException.invalid("The Content-Type of the request must be application/json.");
    }
}
