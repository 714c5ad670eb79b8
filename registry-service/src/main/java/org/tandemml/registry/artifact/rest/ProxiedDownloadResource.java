package org.tandemml.registry.artifact.rest;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;

/** Downloads that the proxy lets go around it. */
@Proxied
@StoreLane
@Path("/api/2.0/mlflow-artifacts/presigned")
@Produces(MediaType.APPLICATION_JSON)
public final class ProxiedDownloadResource {
    private static final String ROUTE = "mlflow-artifacts/presigned/";
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private final ArtifactStore store;

    ProxiedDownloadResource(ArtifactStore store) {
        this.store = store;
    }

    record ProxiedDownload(String url, Map<String, String> headers, long fileSize) {
        @Override
        public String toString() {
            return "ProxiedDownload";
        }
    }

    /** Clients fall back to a plain GET when the answer is 501. */
    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("/{path:.*}")
    public ProxiedDownload getProxiedDownloadUrl(@Context HttpServerRequest request) {
        ArtifactPath file = RawPath.after(ROUTE, request);
        DirectTransfers transfers =
                store.directTransfers()
                        .orElseThrow(
                                () ->
                                        new TandemException(
                                                ErrorCode.NOT_IMPLEMENTED,
                                                "Presigned download is not supported for this"
                                                        + " artifact store; use GET."));
        DirectTransfers.SignedDownload signed = transfers.download(file, VALIDITY);
        return new ProxiedDownload(signed.url().url(), Map.of(), signed.size());
    }
}
