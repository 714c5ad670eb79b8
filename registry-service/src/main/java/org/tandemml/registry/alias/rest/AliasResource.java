package org.tandemml.registry.alias.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.AliasName;
import org.tandemml.registry.alias.Aliases;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.modelversion.rest.ModelVersionBody;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's calls on aliases of model versions. */
@Path("/api/2.0/mlflow/registered-models/alias")
@Produces(MediaType.APPLICATION_JSON)
public class AliasResource {
    private final Aliases aliases;

    AliasResource(Aliases aliases) {
        this.aliases = aliases;
    }

    @Schema(name = "SetRegisteredModelAlias")
    record SetRequest(@Nullable String name, @Nullable String alias, @Nullable String version)
            implements WireRequest {}

    @Schema(name = "RegisteredModelAlias")
    record AliasRequest(@Nullable String name, @Nullable String alias) implements WireRequest {}

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Empty setRegisteredModelAlias(SetRequest request) {
        String name = Required.field("name", request.name());
        AliasName alias = new AliasName(Required.field("alias", request.alias()));
        aliases.set(VersionRef.of(name, Required.field("version", request.version())), alias);
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_EDIT)
    @DELETE
    public Empty deleteRegisteredModelAlias(AliasRequest request) {
        String name = Required.field("name", request.name());
        AliasName alias = new AliasName(Required.field("alias", request.alias()));
        aliases.delete(RegisteredModels.named(name), alias);
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = AliasRequest.class))
    public ModelVersionBody.Response getModelVersionByAlias(@Context UriInfo uri) {
        AliasRequest request = WireQuery.read(uri, AliasRequest.class);
        return ModelVersionBody.Response.of(
                aliases.version(
                        Required.field("name", request.name()),
                        Required.field("alias", request.alias())));
    }
}
