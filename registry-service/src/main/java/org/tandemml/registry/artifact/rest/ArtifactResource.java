package org.tandemml.registry.artifact.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.model.ModelName;
import org.tandemml.model.RunId;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.artifact.ArtifactHolders;
import org.tandemml.registry.artifact.ArtifactUris;
import org.tandemml.registry.security.BodyCap;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** The artifacts of runs and model versions: listing, download, and the web UI's small uploads. */
@StoreLane
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class ArtifactResource {
    private final ArtifactStore store;
    private final ArtifactUris uris;
    private final ArtifactHolders holders;
    private final Downloads downloads;
    private final Uploads uploads;

    ArtifactResource(
            ArtifactStore store,
            ArtifactUris uris,
            ArtifactHolders holders,
            Downloads downloads,
            Uploads uploads) {
        this.store = store;
        this.uris = uris;
        this.holders = holders;
        this.downloads = downloads;
        this.uploads = uploads;
    }

    /** A file or folder of a run; {@code run_uuid} is the older name of the id. */
    record RunArtifact(@Nullable String runId, @Nullable String runUuid, @Nullable String path)
            implements WireRequest {
        RunId run() {
            return new RunId(Required.field("run_id", runId == null ? runUuid : runId));
        }

        ArtifactPath file() {
            return ArtifactPath.parse(Required.field("path", path));
        }

        ArtifactPath folder() {
            return ArtifactPath.parseFolder(path == null ? "" : path);
        }
    }

    /** A file of a model version. */
    record VersionArtifact(@Nullable String name, @Nullable String version, @Nullable String path)
            implements WireRequest {
        ArtifactPath file() {
            return ArtifactPath.parse(Required.field("path", path));
        }
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("/api/2.0/mlflow/artifacts/list")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = RunArtifact.class))
    public ArtifactListing listArtifacts(@Context UriInfo uri) {
        RunArtifact wanted = WireQuery.read(uri, RunArtifact.class);
        ArtifactPath folder = wanted.folder();
        String root = holders.uriOf(wanted.run());
        return ArtifactListing.of(store, root, uris.require(root), folder);
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("/get-artifact")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = RunArtifact.class))
    public Response getArtifact(@Context UriInfo uri, @Context RoutingContext routing) {
        RunArtifact wanted = WireQuery.read(uri, RunArtifact.class);
        ArtifactPath file = wanted.file();
        ArtifactPath root = uris.require(holders.uriOf(wanted.run()));
        return downloads.answer(root.resolve(file), routing);
    }

    @Needs(Permission.EXPERIMENT_READ)
    @HEAD
    @Path("/get-artifact")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = RunArtifact.class))
    public Response headArtifact(@Context UriInfo uri, @Context RoutingContext routing) {
        return getArtifact(uri, routing);
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/model-versions/get-artifact")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = VersionArtifact.class))
    public Response getModelVersionArtifact(@Context UriInfo uri, @Context RoutingContext routing) {
        VersionArtifact wanted = WireQuery.read(uri, VersionArtifact.class);
        ArtifactPath file = wanted.file();
        ModelName name = new ModelName(Required.field("name", wanted.name()));
        VersionNumber version = VersionNumber.parse(Required.field("version", wanted.version()));
        ArtifactPath root = uris.require(holders.uriOf(name, version));
        return downloads.answer(root.resolve(file), routing);
    }

    @Needs(Permission.MODEL_READ)
    @HEAD
    @Path("/model-versions/get-artifact")
    @Produces(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = VersionArtifact.class))
    public Response headModelVersionArtifact(
            @Context UriInfo uri, @Context RoutingContext routing) {
        return getModelVersionArtifact(uri, routing);
    }

    @BodyCap("10 MiB")
    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("/api/2.0/mlflow/upload-artifact")
    @Consumes(MediaType.WILDCARD)
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = RunArtifact.class))
    public Response uploadArtifact(
            @Context UriInfo uri, @Context HttpHeaders headers, InputStream body) {
        RunArtifact wanted = WireQuery.read(uri, RunArtifact.class);
        ArtifactPath file = wanted.file();
        ArtifactPath root = uris.require(holders.uriOf(wanted.run()));
        return uploads.store(root.resolve(file), new SmallBody(body), headers);
    }
}
