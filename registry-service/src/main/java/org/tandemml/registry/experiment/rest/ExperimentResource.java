package org.tandemml.registry.experiment.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.registry.experiment.ArtifactLocation;
import org.tandemml.registry.experiment.Experiment;
import org.tandemml.registry.experiment.ExperimentName;
import org.tandemml.registry.experiment.ExperimentSearch;
import org.tandemml.registry.experiment.Experiments;
import org.tandemml.registry.experiment.NewExperiment;
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;

/** MLflow's experiments calls. */
@Path("/api/2.0/mlflow/experiments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class ExperimentResource {
    private final Experiments experiments;
    private final ExperimentSearch search;

    ExperimentResource(Experiments experiments, ExperimentSearch search) {
        this.experiments = experiments;
        this.search = search;
    }

    @Needs(Permission.EXPERIMENT_CREATE)
    @POST
    @Path("create")
    public ExperimentWire.Created createExperiment(ExperimentWire.Create request) {
        String place = request.artifactLocation();
        NewExperiment wanted =
                new NewExperiment(
                        new ExperimentName(Required.field("name", request.name())),
                        place == null || place.isEmpty() ? null : new ArtifactLocation(place),
                        TagWire.read("tags", request.tags()));
        return new ExperimentWire.Created(experiments.create(wanted).toString());
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ExperimentWire.Get.class))
    public ExperimentWire.Found getExperiment(@Context UriInfo uri) {
        var request = WireQuery.read(uri, ExperimentWire.Get.class);
        return new ExperimentWire.Found(
                ExperimentWire.Shown.of(experiments.get(id(request.experimentId()))));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get-by-name")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ExperimentWire.GetByName.class))
    public ExperimentWire.Found getExperimentByName(@Context UriInfo uri) {
        var request = WireQuery.read(uri, ExperimentWire.GetByName.class);
        String name = Required.field("experiment_name", request.experimentName());
        return new ExperimentWire.Found(ExperimentWire.Shown.of(experiments.getByName(name)));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("search")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ExperimentWire.Search.class))
    public ExperimentWire.SearchResult searchExperimentsByQuery(@Context UriInfo uri) {
        return searchExperiments(WireQuery.read(uri, ExperimentWire.Search.class));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @POST
    @Path("search")
    public ExperimentWire.SearchResult searchExperiments(ExperimentWire.Search request) {
        Long maxResults = Required.field("max_results", request.maxResults());
        ViewType view = request.viewType();
        List<String> orderBy = request.orderBy();
        Page<Experiment> page =
                search.search(
                        view == null ? ViewType.ACTIVE_ONLY : view,
                        request.filter(),
                        orderBy == null ? List.of() : orderBy,
                        MaxResults.check(maxResults, 0, ExperimentSearch.MAX_PAGE),
                        request.pageToken());
        return new ExperimentWire.SearchResult(
                page.items().stream().map(ExperimentWire.Shown::of).toList(), page.nextPageToken());
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("update")
    public Empty updateExperiment(ExperimentWire.Update request) {
        ExperimentId id = id(request.experimentId());
        experiments.rename(id, new ExperimentName(Required.field("new_name", request.newName())));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @POST
    @Path("delete")
    public Empty deleteExperiment(ExperimentWire.Change request) {
        experiments.delete(id(request.experimentId()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @POST
    @Path("restore")
    public Empty restoreExperiment(ExperimentWire.Change request) {
        experiments.restore(id(request.experimentId()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("set-experiment-tag")
    public Empty setExperimentTag(ExperimentWire.SetTag request) {
        ExperimentId id = id(request.experimentId());
        String key = Required.field("key", request.key());
        experiments.setTag(id, TagWire.read(key, request.value()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("delete-experiment-tag")
    public Empty deleteExperimentTag(ExperimentWire.DeleteTag request) {
        experiments.deleteTag(id(request.experimentId()), Required.field("key", request.key()));
        return Empty.INSTANCE;
    }

    private static ExperimentId id(@Nullable String text) {
        return ExperimentId.parse(Required.field("experiment_id", text));
    }
}
