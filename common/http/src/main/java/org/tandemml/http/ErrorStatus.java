package org.tandemml.http;

import org.tandemml.model.ErrorCode;

/** The HTTP status of each error code (MLflow's table, plus the codes it has no status for). */
public final class ErrorStatus {
    private ErrorStatus() {}

    /** The status for a code; "already exists" is 400 because MLflow clients expect it so. */
    public static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_PARAMETER_VALUE, BAD_REQUEST, RESOURCE_ALREADY_EXISTS -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case RESOURCE_DOES_NOT_EXIST, ENDPOINT_NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case RESOURCE_CONFLICT -> 409;
            case PRECONDITION_FAILED -> 412;
            case REQUEST_TOO_LARGE -> 413;
            case URI_TOO_LONG -> 414;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case RANGE_NOT_SATISFIABLE -> 416;
            case REQUEST_LIMIT_EXCEEDED -> 429;
            case HEADERS_TOO_LARGE -> 431;
            case INTERNAL_ERROR -> 500;
            case NOT_IMPLEMENTED -> 501;
            case TEMPORARILY_UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case INSUFFICIENT_STORAGE -> 507;
        };
    }
}
