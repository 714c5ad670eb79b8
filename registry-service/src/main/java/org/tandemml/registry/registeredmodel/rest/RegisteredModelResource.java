package org.tandemml.registry.registeredmodel.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.AttributeKey;
import org.tandemml.model.ModelName;
import org.tandemml.registry.registeredmodel.RegisteredModel;
import org.tandemml.registry.registeredmodel.RegisteredModelSearch;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's calls on registered models. */
@Path("/api/2.0/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
public class RegisteredModelResource {
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    private final RegisteredModels models;
    private final RegisteredModelSearch searches;
    private final LatestVersionBodies latestVersions;

    RegisteredModelResource(
            RegisteredModels models,
            RegisteredModelSearch searches,
            LatestVersionBodies latestVersions) {
        this.models = models;
        this.searches = searches;
        this.latestVersions = latestVersions;
    }

    @Schema(name = "CreateRegisteredModel")
    record CreateRequest(
            @Nullable String name, @Nullable List<TagBody> tags, @Nullable String description)
            implements WireRequest {}

    @Schema(name = "GetRegisteredModel")
    record NameRequest(@Nullable String name) implements WireRequest {}

    @Schema(name = "RenameRegisteredModel")
    record RenameRequest(@Nullable String name, @Nullable String newName) implements WireRequest {}

    @Schema(name = "UpdateRegisteredModel")
    record UpdateRequest(@Nullable String name, @Nullable String description)
            implements WireRequest {}

    @Schema(name = "DeleteRegisteredModel")
    record DeleteRequest(@Nullable String name, @Nullable Boolean force) implements WireRequest {}

    @Schema(name = "RegisteredModelTag")
    record TagRequest(@Nullable String name, @Nullable String key, @Nullable String value)
            implements WireRequest {}

    @Schema(name = "SearchRegisteredModels")
    record SearchRequest(
            @Nullable String filter,
            @Nullable Long maxResults,
            @Nullable List<String> orderBy,
            @Nullable String pageToken)
            implements WireRequest {

        Search search() {
            return Search.parse(
                    RegisteredModelSearch.FIELDS,
                    filter,
                    orderBy == null ? List.of() : orderBy,
                    MaxResults.check(maxResults, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
                    pageToken);
        }
    }

    @Schema(name = "RegisteredModelResponse")
    record Response(RegisteredModelBody registeredModel) {}

    @Schema(name = "SearchRegisteredModelsResponse")
    record SearchResponse(
            List<RegisteredModelBody> registeredModels, @Nullable String nextPageToken) {}

    @Needs(Permission.MODEL_CREATE)
    @POST
    @Path("/create")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response createRegisteredModel(CreateRequest request) {
        ModelName name = new ModelName(Required.field("name", request.name()));
        RegisteredModel created =
                models.create(name, request.description(), TagBody.read(request.tags()));
        return new Response(RegisteredModelBody.of(created, List.of()));
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/get")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = NameRequest.class))
    public Response getRegisteredModel(@Context UriInfo uri) {
        NameRequest request = WireQuery.read(uri, NameRequest.class);
        return shown(models.get(named(request.name())));
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/search")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = SearchRequest.class))
    public SearchResponse searchRegisteredModels(@Context UriInfo uri) {
        Page<RegisteredModel> page =
                searches.page(WireQuery.read(uri, SearchRequest.class).search());
        return new SearchResponse(bodies(page.items()), page.nextPageToken());
    }

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Path("/rename")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response renameRegisteredModel(RenameRequest request) {
        ModelName name = named(request.name());
        ModelName newName = new ModelName(Required.field("new_name", request.newName()));
        return shown(models.rename(name, newName));
    }

    @Needs(Permission.MODEL_EDIT)
    @PATCH
    @Path("/update")
    public Response updateRegisteredModel(UpdateRequest request) {
        return shown(models.describe(named(request.name()), request.description()));
    }

    @Needs(Permission.MODEL_MANAGE)
    @DELETE
    @Path("/delete")
    public Empty deleteRegisteredModel(DeleteRequest request) {
        models.delete(named(request.name()), Boolean.TRUE.equals(request.force()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Path("/set-tag")
    @Consumes(MediaType.APPLICATION_JSON)
    public Empty setRegisteredModelTag(TagRequest request) {
        models.setTag(named(request.name()), TagBody.read(request.key(), request.value()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_EDIT)
    @DELETE
    @Path("/delete-tag")
    public Empty deleteRegisteredModelTag(TagRequest request) {
        String key = AttributeKey.require("key", Required.field("key", request.key()));
        models.deleteTag(named(request.name()), key);
        return Empty.INSTANCE;
    }

    private static ModelName named(@Nullable String name) {
        return RegisteredModels.named(Required.field("name", name));
    }

    private Response shown(RegisteredModel model) {
        return new Response(bodies(List.of(model)).get(0));
    }

    private List<RegisteredModelBody> bodies(List<RegisteredModel> shown) {
        Map<Long, List<LatestVersionBody>> versions =
                latestVersions.of(shown.stream().map(RegisteredModel::number).toList());
        return shown.stream()
                .map(
                        model ->
                                RegisteredModelBody.of(
                                        model, versions.getOrDefault(model.number(), List.of())))
                .toList();
    }
}
