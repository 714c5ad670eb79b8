package org.tandemml.registry.artifact.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactEntry;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.registry.security.BodyCap;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's artifact proxy: the store behind {@code mlflow-artifacts:/} URIs. */
@Proxied
@StoreLane
@Path("/api/2.0/mlflow-artifacts")
@Produces(MediaType.APPLICATION_JSON)
public final class ProxyResource {
    private static final String ROUTE = "mlflow-artifacts/artifacts/";

    private final ArtifactStore store;
    private final Downloads downloads;
    private final Uploads uploads;

    ProxyResource(ArtifactStore store, Downloads downloads, Uploads uploads) {
        this.store = store;
        this.downloads = downloads;
        this.uploads = uploads;
    }

    /** The query of {@link #list}. */
    @Schema(name = "ListProxiedArtifacts")
    record ListRequest(@Nullable String path) implements WireRequest {}

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("/artifacts")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ListRequest.class))
    public ProxyListing listProxiedArtifacts(@Context UriInfo uri) {
        String path = WireQuery.read(uri, ListRequest.class).path();
        ArtifactPath folder = ArtifactPath.parseFolder(path == null ? "" : path);
        try (Stream<ArtifactEntry> entries = store.list(folder)) {
            return new ProxyListing(entries.map(e -> FileInfo.of(e.path().name(), e)).toList());
        }
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("/artifacts/{path:.*}")
    @Produces(MediaType.WILDCARD)
    public Response downloadProxiedArtifact(@Context RoutingContext routing) {
        return downloads.answer(RawPath.after(ROUTE, routing.request()), routing);
    }

    @Needs(Permission.EXPERIMENT_READ)
    @HEAD
    @Path("/artifacts/{path:.*}")
    @Produces(MediaType.WILDCARD)
    public Response headProxiedArtifact(@Context RoutingContext routing) {
        return downloadProxiedArtifact(routing);
    }

    @BodyCap("streamed to the store")
    @Needs(Permission.EXPERIMENT_EDIT)
    @PUT
    @Path("/artifacts/{path:.*}")
    @Consumes(MediaType.WILDCARD)
    public Response uploadProxiedArtifact(
            @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
        return uploads.store(RawPath.after(ROUTE, request), body, headers);
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @DELETE
    @Path("/artifacts/{path:.*}")
    @Consumes(MediaType.WILDCARD)
    public Empty deleteProxiedArtifact(@Context HttpServerRequest request) {
        store.delete(RawPath.after(ROUTE, request));
        return Empty.INSTANCE;
    }
}
