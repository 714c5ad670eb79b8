package org.tandemml.registry.security;

import org.jspecify.annotations.Nullable;

/** What a request shows to prove who makes it. */
@FunctionalInterface
public interface Credentials {
    /** The value of a header, in any case of its name. */
    @Nullable String header(String name);
}
