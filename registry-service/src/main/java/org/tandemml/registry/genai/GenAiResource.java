package org.tandemml.registry.genai;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/**
 * Says "not implemented" where a client could otherwise take the server for one that is too old, or
 * for broken. Clients do not try a 501 again; one that traces then stops sending spans and logs one
 * line a trace. Prompts are registered models and work.
 */
@Path(
        "/{call:api/2\\.0/mlflow/(traces|unified-traces|get-online-trace-details"
                + "|get-trace-artifact)(/.*)?"
                + "|api/3\\.0/mlflow/(traces|get-trace-artifact|datasets|scorers|scorer|gateway"
                + "|issues|label-schemas|review-queues|prompt-optimization|genai|demo|jobs"
                + "|workspaces|mcp-servers|skills|ui-telemetry)(/.*)?"
                + "|v1/(traces|metrics)}")
@Produces(MediaType.APPLICATION_JSON)
public final class GenAiResource {
    static TandemException notOffered(String call) {
        String hint =
                call.contains("trace")
                        ? "This server keeps no traces. mlflow.tracing.disable() stops a client"
                                + " from sending them."
                        : "This server does not offer this call of MLflow's.";
        return new TandemException(ErrorCode.NOT_IMPLEMENTED, hint);
    }

    @GET
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String get(@PathParam("call") String call) {
        throw notOffered(call);
    }

    @POST
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String post(@PathParam("call") String call) {
        throw notOffered(call);
    }

    @PUT
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String put(@PathParam("call") String call) {
        throw notOffered(call);
    }

    @PATCH
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String patch(@PathParam("call") String call) {
        throw notOffered(call);
    }

    @DELETE
    @Needs(Permission.SERVER_READ)
    @Operation(hidden = true)
    public String delete(@PathParam("call") String call) {
        throw notOffered(call);
    }
}
