package org.tandemml.registry.genai;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** One of the calls that are not offered; on its own, because its path is below that of runs. */
@Path("/api/2.0/mlflow/runs/create-promptlab-run")
@Produces(MediaType.APPLICATION_JSON)
public final class PromptlabResource {
    @POST
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String create() {
        throw GenAiResource.notOffered("create-promptlab-run");
    }
}
