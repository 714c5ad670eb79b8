package org.tandemml.registry.genai;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** What MLflow answers here while it has no gateway. */
@Path("/api/2.0/mlflow/gateway-proxy")
@Produces(MediaType.APPLICATION_JSON)
public final class GatewayProxyResource {
    @Schema(name = "GatewayEndpoints")
    record Endpoints(@JsonInclude(JsonInclude.Include.ALWAYS) List<String> endpoints) {}

    @GET
    @Needs(Permission.SERVER_READ)
    @Operation(summary = "Always an empty list: there is no gateway.")
    public Endpoints listGatewayEndpoints() {
        return new Endpoints(List.of());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Needs(Permission.SERVER_READ)
    @Operation(summary = "Always an empty list: there is no gateway.")
    public Endpoints queryGatewayEndpoints() {
        return listGatewayEndpoints();
    }
}
