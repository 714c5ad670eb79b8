package org.tandemml.registry.probe;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.registry.artifactroot.ArtifactsConfig;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** What newer clients ask before they use what older servers lack. */
@Path("/api/3.0/mlflow/server-info")
@Produces(MediaType.APPLICATION_JSON)
public final class ServerInfoResource {
    private final ServerInfo info;

    ServerInfoResource(ArtifactsConfig config, ArtifactStore store) {
        boolean direct =
                config.serve()
                        && config.s3().directUploads()
                        && store.directTransfers().isPresent();
        info = new ServerInfo("SqlStore", false, false, direct);
    }

    /** A client takes an absent field for false. */
    record ServerInfo(
            String storeType,
            boolean workspacesEnabled,
            boolean traceArchivalEnabled,
            boolean multipartUploadsEnabled) {}

    @GET
    @NonBlocking
    @Needs(Permission.NONE)
    @Operation(summary = "What this server offers of the newer parts of MLflow's protocol.")
    public ServerInfo getServerInfo() {
        return info;
    }
}
