package org.tandemml.registry.security;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.EnumSet;

/** While nobody has to sign in, all are the same caller, who may do all. */
@DefaultBean
@Singleton
final class AuthenticationOff implements Authentication {
    private static final Caller ANYBODY = new Caller("anonymous", EnumSet.allOf(Permission.class));

    @Override
    public Caller caller(Credentials credentials) {
        return ANYBODY;
    }
}
