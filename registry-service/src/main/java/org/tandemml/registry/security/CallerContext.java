package org.tandemml.registry.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Hands the caller to whoever asks JAX-RS for it.
 *
 * @param outer what the connection says of itself
 */
record CallerContext(Caller caller, SecurityContext outer) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    /** There are no roles; see {@link Needs}. */
    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean isSecure() {
        return outer.isSecure();
    }

    @Override
    public @Nullable String getAuthenticationScheme() {
        return outer.getAuthenticationScheme();
    }
}
