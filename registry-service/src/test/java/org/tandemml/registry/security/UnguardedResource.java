package org.tandemml.registry.security;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a forgotten permission looks like; only the tests' application has it. */
@Path("/api/2.0/test/unguarded")
public final class UnguardedResource {
    @GET
    @Operation(hidden = true)
    public String get() {
        return "reached";
    }
}
