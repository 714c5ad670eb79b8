package org.tandemml.http;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * Turns what a request threw into its response. A defect is logged here, once, with the id that its
 * body shows; a caller's mistake is not logged.
 */
public final class ErrorResponses {
    private static final Logger LOG = Logger.getLogger(ErrorResponses.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private ErrorResponses() {}

    /** The response in MLflow's error form for anything that was thrown. */
    public static Response of(Throwable thrown) {
        if (thrown instanceof TandemException failure) {
            return of(failure);
        }
        if (thrown instanceof NotFoundException) {
            return of(new TandemException(ErrorCode.ENDPOINT_NOT_FOUND, "No such path."));
        }
        if (thrown instanceof NotAllowedException notAllowed) {
            return withAllow(notAllowed);
        }
        if (thrown instanceof NotSupportedException) {
            return of(
                    new TandemException(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type of the body is not one that this path takes."));
        }
        // Not only its subclass for client errors: a malformed header is this one with a 400.
        if (thrown instanceof WebApplicationException rejected
                && rejected.getResponse().getStatusInfo().getFamily()
                        == Response.Status.Family.CLIENT_ERROR) {
            return of(rejected);
        }
        return defect(thrown);
    }

    private static Response of(TandemException failure) {
        int status = ErrorStatus.of(failure.code());
        if (failure.code() == ErrorCode.INTERNAL_ERROR) {
            return defect(failure);
        }
        Response.ResponseBuilder response = json(status, ErrorBody.of(failure));
        if (status == 429 || status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static Response withAllow(NotAllowedException notAllowed) {
        TandemException failure =
                new TandemException(
                        ErrorCode.METHOD_NOT_ALLOWED, "This path does not take that method.");
        String allow = notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return json(405, ErrorBody.of(failure)).header(HttpHeaders.ALLOW, allow).build();
    }

    private static Response of(WebApplicationException rejected) {
        int status = rejected.getResponse().getStatus();
        ErrorCode code = status == 413 ? ErrorCode.REQUEST_TOO_LARGE : ErrorCode.BAD_REQUEST;
        return json(status, new ErrorBody(code.wireName(), "The request cannot be understood."))
                .build();
    }

    private static Response defect(Throwable thrown) {
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(thrown, "error_id=%s", errorId);
        return json(500, ErrorBody.ofDefect(errorId)).build();
    }

    private static Response.ResponseBuilder json(int status, ErrorBody body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body.toJson());
    }
}
