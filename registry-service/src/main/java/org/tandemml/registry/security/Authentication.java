package org.tandemml.registry.security;

/** Finds out who makes a request. */
public interface Authentication {
    /**
     * The caller of a request that needs a permission.
     *
     * @throws org.tandemml.model.TandemException {@code UNAUTHENTICATED} if the request does not
     *     prove who makes it
     */
    Caller caller(Credentials credentials);
}
