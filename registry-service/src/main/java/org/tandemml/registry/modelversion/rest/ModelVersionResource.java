package org.tandemml.registry.modelversion.rest;

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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.AttributeKey;
import org.tandemml.registry.modelversion.ModelVersionReader;
import org.tandemml.registry.modelversion.ModelVersionRegistration;
import org.tandemml.registry.modelversion.ModelVersionSearch;
import org.tandemml.registry.modelversion.ModelVersions;
import org.tandemml.registry.modelversion.NewModelVersion;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.registeredmodel.Tag;
import org.tandemml.registry.registeredmodel.rest.TagBody;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's calls on model versions. */
@Path("/api/2.0/mlflow/model-versions")
@Produces(MediaType.APPLICATION_JSON)
public class ModelVersionResource {
    /** MLflow's limit, and its default: clients that send none read one page alone. */
    private static final int MAX_PAGE_SIZE = 200_000;

    private final ModelVersionRegistration registration;
    private final ModelVersions versions;
    private final ModelVersionReader reader;
    private final ModelVersionSearch searches;

    ModelVersionResource(
            ModelVersionRegistration registration,
            ModelVersions versions,
            ModelVersionReader reader,
            ModelVersionSearch searches) {
        this.searches = searches;
        this.registration = registration;
        this.versions = versions;
        this.reader = reader;
    }

    @Schema(name = "CreateModelVersion")
    record CreateRequest(
            @Nullable String name,
            @Nullable String source,
            @Nullable String runId,
            @Nullable List<TagBody> tags,
            @Nullable String runLink,
            @Nullable String description,
            @Nullable String modelId)
            implements WireRequest {

        NewModelVersion command() {
            return new NewModelVersion(
                    RegisteredModels.named(Required.field("name", name)),
                    Required.field("source", source),
                    given(runId),
                    given(modelId),
                    given(runLink).orElse(""),
                    given(description).orElse(""),
                    Tag.byKey(TagBody.read(tags)));
        }

        private static Optional<String> given(@Nullable String text) {
            return Optional.ofNullable(text).filter(t -> !t.isEmpty());
        }
    }

    @Schema(name = "GetModelVersion")
    record VersionRequest(@Nullable String name, @Nullable String version) implements WireRequest {}

    @Schema(name = "UpdateModelVersion")
    record UpdateRequest(
            @Nullable String name, @Nullable String version, @Nullable String description)
            implements WireRequest {}

    @Schema(name = "DeleteModelVersion")
    record DeleteRequest(@Nullable String name, @Nullable String version, @Nullable Boolean force)
            implements WireRequest {}

    @Schema(name = "ModelVersionTag")
    record TagRequest(
            @Nullable String name,
            @Nullable String version,
            @Nullable String key,
            @Nullable String value)
            implements WireRequest {}

    @Schema(name = "SearchModelVersions")
    record SearchRequest(
            @Nullable String filter,
            @Nullable Long maxResults,
            @Nullable List<String> orderBy,
            @Nullable String pageToken)
            implements WireRequest {

        Search search() {
            return Search.parse(
                    ModelVersionSearch.FIELDS,
                    filter,
                    orderBy == null ? List.of() : orderBy,
                    MaxResults.check(maxResults, MAX_PAGE_SIZE, MAX_PAGE_SIZE),
                    pageToken);
        }
    }

    @Schema(name = "SearchModelVersionsResponse")
    record SearchResponse(List<ModelVersionBody> modelVersions, @Nullable String nextPageToken) {}

    @Schema(name = "GetModelVersionDownloadUriResponse")
    record DownloadUriResponse(String artifactUri) {}

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Path("/create")
    @Consumes(MediaType.APPLICATION_JSON)
    public ModelVersionBody.Response createModelVersion(CreateRequest request) {
        return ModelVersionBody.Response.of(registration.register(request.command()));
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/get")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = VersionRequest.class))
    public ModelVersionBody.Response getModelVersion(@Context UriInfo uri) {
        VersionRequest request = WireQuery.read(uri, VersionRequest.class);
        return ModelVersionBody.Response.of(reader.get(ref(request.name(), request.version())));
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/get-download-uri")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = VersionRequest.class))
    public DownloadUriResponse getModelVersionDownloadUri(@Context UriInfo uri) {
        VersionRequest request = WireQuery.read(uri, VersionRequest.class);
        return new DownloadUriResponse(
                reader.storageLocation(ref(request.name(), request.version())));
    }

    @Needs(Permission.MODEL_READ)
    @GET
    @Path("/search")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = SearchRequest.class))
    public SearchResponse searchModelVersions(@Context UriInfo uri) {
        Page<ModelVersionBody> page =
                searches.page(WireQuery.read(uri, SearchRequest.class).search())
                        .map(ModelVersionBody::of);
        return new SearchResponse(page.items(), page.nextPageToken());
    }

    @Needs(Permission.MODEL_EDIT)
    @PATCH
    @Path("/update")
    public ModelVersionBody.Response updateModelVersion(UpdateRequest request) {
        VersionRef ref = ref(request.name(), request.version());
        return ModelVersionBody.Response.of(versions.describe(ref, request.description()));
    }

    @Needs(Permission.MODEL_MANAGE)
    @DELETE
    @Path("/delete")
    public Empty deleteModelVersion(DeleteRequest request) {
        versions.delete(
                ref(request.name(), request.version()), Boolean.TRUE.equals(request.force()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_EDIT)
    @POST
    @Path("/set-tag")
    @Consumes(MediaType.APPLICATION_JSON)
    public Empty setModelVersionTag(TagRequest request) {
        Tag tag = TagBody.read(request.key(), request.value());
        versions.setTag(ref(request.name(), request.version()), tag);
        return Empty.INSTANCE;
    }

    @Needs(Permission.MODEL_EDIT)
    @DELETE
    @Path("/delete-tag")
    public Empty deleteModelVersionTag(TagRequest request) {
        String key = AttributeKey.require("key", Required.field("key", request.key()));
        versions.deleteTag(ref(request.name(), request.version()), key);
        return Empty.INSTANCE;
    }

    private static VersionRef ref(@Nullable String name, @Nullable String version) {
        return VersionRef.of(Required.field("name", name), Required.field("version", version));
    }
}
