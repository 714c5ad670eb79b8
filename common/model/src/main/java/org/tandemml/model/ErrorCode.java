package org.tandemml.model;

/**
 * Everything that can go wrong, once. Each constant has the word that MLflow clients know for it:
 * they branch on that word, and some releases fail on a word they do not know, so no constant
 * invents one.
 */
public enum ErrorCode {
    /** A field is missing, malformed or out of range. */
    INVALID_PARAMETER_VALUE("INVALID_PARAMETER_VALUE"),
    /** The request as a whole cannot be understood, for example a body that is not JSON. */
    BAD_REQUEST("BAD_REQUEST"),
    /** A create clashes with a name that is taken. */
    RESOURCE_ALREADY_EXISTS("RESOURCE_ALREADY_EXISTS"),
    /** The named thing does not exist. */
    RESOURCE_DOES_NOT_EXIST("RESOURCE_DOES_NOT_EXIST"),
    /** No route has this path. */
    ENDPOINT_NOT_FOUND("ENDPOINT_NOT_FOUND"),
    /** A route has this path, but not for this method. */
    METHOD_NOT_ALLOWED("BAD_REQUEST"),
    /** The body has a media type the route does not take. */
    UNSUPPORTED_MEDIA_TYPE("BAD_REQUEST"),
    /** The state of the thing, or another writer, forbids the change now. */
    RESOURCE_CONFLICT("RESOURCE_CONFLICT"),
    /** A condition that the client sent ({@code If-Match}) does not hold. */
    PRECONDITION_FAILED("RESOURCE_CONFLICT"),
    /** The body, or a part of it, is larger than a documented limit. */
    REQUEST_TOO_LARGE("RESOURCE_LIMIT_EXCEEDED"),
    /** The path with its query is longer than a documented limit. */
    URI_TOO_LONG("RESOURCE_LIMIT_EXCEEDED"),
    /** The headers are larger than a documented limit. */
    HEADERS_TOO_LARGE("RESOURCE_LIMIT_EXCEEDED"),
    /** A range lies outside the artifact. */
    RANGE_NOT_SATISFIABLE("BAD_REQUEST"),
    /** Nobody is signed in. */
    UNAUTHENTICATED("UNAUTHENTICATED"),
    /** Somebody is signed in who may not do this. */
    PERMISSION_DENIED("PERMISSION_DENIED"),
    /** The caller sends more than its share. */
    REQUEST_LIMIT_EXCEEDED("REQUEST_LIMIT_EXCEEDED"),
    /** Known to the protocol, not offered here. */
    NOT_IMPLEMENTED("NOT_IMPLEMENTED"),
    /** Something this service needs (database, model) is not there now; trying again may help. */
    TEMPORARILY_UNAVAILABLE("TEMPORARILY_UNAVAILABLE"),
    /** The work did not end in the time that it is given. */
    DEADLINE_EXCEEDED("DEADLINE_EXCEEDED"),
    /** The disk or bucket is full; nothing was kept of what was being written. */
    INSUFFICIENT_STORAGE("RESOURCE_EXHAUSTED"),
    /** A defect of ours. */
    INTERNAL_ERROR("INTERNAL_ERROR");

    private final String wireName;

    ErrorCode(String wireName) {
        this.wireName = wireName;
    }

    /** The word for this code in MLflow's {@code error_code} field. */
    public String wireName() {
        return wireName;
    }

    /** Whether something that this service needs is missing for now: another service, or room. */
    public boolean isPassing() {
        return this == TEMPORARILY_UNAVAILABLE || this == INSUFFICIENT_STORAGE;
    }
}
