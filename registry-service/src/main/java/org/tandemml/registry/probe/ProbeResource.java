package org.tandemml.registry.probe;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** What an MLflow server answers to "are you there" and "who are you". */
@Path("/")
final class ProbeResource {
    /** The MLflow release whose wire this is; clients compare it with their own. */
    static final String MLFLOW_VERSION = "3.18.0";

    private final String version;

    ProbeResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    @Needs(Permission.NONE)
    @GET
    @Path("health")
    @Produces(MediaType.TEXT_HTML)
    @NonBlocking
    @Operation(summary = "Answers OK while the process runs, as MLflow's server does.")
    public String getHealth() {
        return "OK";
    }

    @Needs(Permission.NONE)
    @GET
    @Path("version")
    @Produces(MediaType.TEXT_PLAIN)
    @NonBlocking
    @Operation(
            summary =
                    "The MLflow release whose wire is spoken; the header Tandem-Version has our"
                            + " own.")
    public Response getVersion() {
        return Response.ok(MLFLOW_VERSION).header("Tandem-Version", version).build();
    }
}
