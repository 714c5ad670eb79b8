package org.tandemml.http;

import jakarta.ws.rs.core.Response;

/**
 * The error body of our own API, problem details of RFC 9457. Its {@code type} is {@code
 * about:blank}: {@code error_code} says more than the status does.
 *
 * @param title what the status means
 * @param status of the answer
 * @param detail what was wrong, where, and what was expected
 * @param errorCode MLflow's word for the same case
 */
public record ProblemBody(String title, int status, String detail, String errorCode) {

    static ProblemBody of(int status, ErrorBody error) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title =
                known != null
                        ? known.getReasonPhrase()
                        : status == 507 ? "Insufficient Storage" : "Error";
        return new ProblemBody(title, status, error.message(), error.errorCode());
    }

    /** This body as JSON text. */
    public String toJson() {
        return "{\"type\":\"about:blank\",\"title\":"
                + ErrorBody.quote(title)
                + ",\"status\":"
                + status
                + ",\"detail\":"
                + ErrorBody.quote(detail)
                + ",\"error_code\":"
                + ErrorBody.quote(errorCode)
                + "}";
    }
}
