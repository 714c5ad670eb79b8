package org.tandemml.http;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
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
        return of(thrown, ErrorForm.MLFLOW);
    }

    /** The response for anything that was thrown. */
    public static Response of(Throwable thrown, ErrorForm form) {
        if (thrown instanceof TandemException failure) {
            return of(failure, form);
        }
        if (thrown instanceof NotFoundException) {
            return of(new TandemException(ErrorCode.ENDPOINT_NOT_FOUND, "No such path."), form);
        }
        if (thrown instanceof NotSupportedException) {
            return of(
                    new TandemException(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type of the body is not one that this path takes."),
                    form);
        }
        // Not only its subclass for client errors: a malformed header is this one with a 400.
        if (thrown instanceof WebApplicationException rejected
                && rejected.getResponse().getStatusInfo().getFamily()
                        == Response.Status.Family.CLIENT_ERROR) {
            return of(rejected, form);
        }
        return defect(thrown, form);
    }

    private static Response of(TandemException failure, ErrorForm form) {
        int status = ErrorStatus.of(failure.code());
        if (failure.code() == ErrorCode.INTERNAL_ERROR) {
            return defect(failure, form);
        }
        Response.ResponseBuilder response = body(status, ErrorBody.of(failure), form);
        if (status == 429 || status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /**
     * The response for a method that a path does not take.
     *
     * @param allow those that it takes, separated by commas
     */
    static Response notAllowed(String allow, ErrorForm form) {
        return body(405, ErrorBody.of(methodNotAllowed(allow)), form)
                .header(HttpHeaders.ALLOW, allow)
                .build();
    }

    /**
     * Says that a path does not take a method.
     *
     * @param allow those that it takes, separated by commas
     */
    public static TandemException methodNotAllowed(String allow) {
        return new TandemException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "This path does not take that method; it takes " + allow + ".");
    }

    private static Response of(WebApplicationException rejected, ErrorForm form) {
        int status = rejected.getResponse().getStatus();
        ErrorCode code = status == 413 ? ErrorCode.REQUEST_TOO_LARGE : ErrorCode.BAD_REQUEST;
        ErrorBody error = new ErrorBody(code.wireName(), "The request cannot be understood.");
        return body(status, error, form).build();
    }

    private static Response defect(Throwable thrown, ErrorForm form) {
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(thrown, "error_id=%s", errorId);
        return body(500, ErrorBody.ofDefect(errorId), form).build();
    }

    private static Response.ResponseBuilder body(int status, ErrorBody error, ErrorForm form) {
        return Response.status(status).type(form.mediaType()).entity(form.body(status, error));
    }
}
