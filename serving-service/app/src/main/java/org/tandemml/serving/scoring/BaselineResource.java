package org.tandemml.serving.scoring;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.config.ServingSettings;

/** What the same stack does with an endpoint that does nothing: benchmarks compare with it. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class BaselineResource {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final boolean enabled;

    BaselineResource(ServingSettings settings) {
        this.enabled = settings.bench().baselineEnabled();
    }

    @POST
    @Path("bench/baseline")
    @NonBlocking
    @Operation(hidden = true)
    public Response answer(@Nullable ScoringBody body) {
        if (!enabled) {
            throw new NotFoundException();
        }
        return Response.ok(EMPTY_OBJECT, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
