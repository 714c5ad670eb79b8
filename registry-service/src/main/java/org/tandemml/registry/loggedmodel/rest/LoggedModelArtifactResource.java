package org.tandemml.registry.loggedmodel.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.registry.artifact.ArtifactUris;
import org.tandemml.registry.artifact.rest.ArtifactListing;
import org.tandemml.registry.artifact.rest.Downloads;
import org.tandemml.registry.artifact.rest.StoreLane;
import org.tandemml.registry.loggedmodel.LoggedModels;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;

/** The files of logged models. */
@StoreLane
@Path("/api/2.0/mlflow/logged-models/{model_id}/artifacts")
@Produces(MediaType.APPLICATION_JSON)
final class LoggedModelArtifactResource {
    private final LoggedModels models;
    private final ArtifactStore store;
    private final ArtifactUris uris;
    private final Downloads downloads;

    LoggedModelArtifactResource(
            LoggedModels models, ArtifactStore store, ArtifactUris uris, Downloads downloads) {
        this.models = models;
        this.store = store;
        this.uris = uris;
        this.downloads = downloads;
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("directories")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = LoggedModelWire.Directory.class))
    public ArtifactListing listLoggedModelArtifacts(
            @PathParam("model_id") String id, @Context UriInfo uri) {
        String path = WireQuery.read(uri, LoggedModelWire.Directory.class).artifactDirectoryPath();
        ArtifactPath folder = ArtifactPath.parseFolder(path == null ? "" : path);
        String root = models.artifactUriOf(id);
        return ArtifactListing.of(store, root, uris.require(root), folder);
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("files")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = LoggedModelWire.File.class))
    public Response downloadLoggedModelArtifact(
            @PathParam("model_id") String id,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        String path = WireQuery.read(uri, LoggedModelWire.File.class).artifactFilePath();
        ArtifactPath file = ArtifactPath.parse(Required.field("artifact_file_path", path));
        ArtifactPath root = uris.require(models.artifactUriOf(id));
        return downloads.answer(root.resolve(file), routing);
    }

    @Needs(Permission.EXPERIMENT_READ)
    @HEAD
    @Path("files")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = LoggedModelWire.File.class))
    public Response headLoggedModelArtifact(
            @PathParam("model_id") String id,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        return downloadLoggedModelArtifact(id, uri, routing);
    }
}
