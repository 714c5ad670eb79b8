package org.tandemml.registry.modelversion.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.registry.modelversion.ModelVersion;
import org.tandemml.registry.modelversion.ModelVersionReader;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's call for the latest version in each stage, by GET and by POST. */
@Path("/api/2.0/mlflow/registered-models/get-latest-versions")
@Produces(MediaType.APPLICATION_JSON)
public class LatestVersionsResource {
    private final RegisteredModels models;
    private final ModelVersionReader reader;

    LatestVersionsResource(RegisteredModels models, ModelVersionReader reader) {
        this.models = models;
        this.reader = reader;
    }

    @Schema(name = "GetLatestVersions")
    record Request(@Nullable String name, @Nullable List<String> stages) implements WireRequest {}

    @Schema(name = "GetLatestVersionsResponse")
    record Response(List<ModelVersionBody> modelVersions) {}

    @Needs(Permission.MODEL_READ)
    @GET
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = Request.class))
    public Response getLatestVersionsByQuery(@Context UriInfo uri) {
        return latest(WireQuery.read(uri, Request.class));
    }

    @Needs(Permission.MODEL_READ)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response getLatestVersions(Request request) {
        return latest(request);
    }

    private Response latest(Request request) {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        if (request.stages() != null) {
            request.stages().stream().map(Stage::parse).forEach(stages::add);
        }
        ModelName name = RegisteredModels.named(Required.field("name", request.name()));
        List<ModelVersion> latest =
                reader.latest(name, stages.isEmpty() ? EnumSet.allOf(Stage.class) : stages);
        if (latest.isEmpty()) {
            models.get(name);
        }
        return new Response(latest.stream().map(ModelVersionBody::of).toList());
    }
}
