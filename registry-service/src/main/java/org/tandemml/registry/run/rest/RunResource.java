package org.tandemml.registry.run.rest;

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
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.run.NewRun;
import org.tandemml.registry.run.Run;
import org.tandemml.registry.run.RunInfo;
import org.tandemml.registry.run.RunSearch;
import org.tandemml.registry.run.Runs;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;

/** MLflow's calls that make, find and change runs. */
@Path("/api/2.0/mlflow/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class RunResource {
    private static final int STANDARD_PAGE = 1000;

    private final Runs runs;
    private final RunSearch search;

    RunResource(Runs runs, RunSearch search) {
        this.runs = runs;
        this.search = search;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("create")
    public RunShown.Found createRun(RunWire.Create request) {
        ExperimentId experiment =
                ExperimentId.parse(Required.field("experiment_id", request.experimentId()));
        String userId = request.userId();
        Run run =
                runs.create(
                        new NewRun(
                                experiment,
                                userId == null ? "" : userId,
                                request.runName(),
                                request.startTime(),
                                TagWire.read("tags", request.tags())));
        return new RunShown.Found(RunShown.created(run));
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("update")
    public RunShown.Updated updateRun(RunWire.Update request) {
        RunInfo info =
                runs.update(
                        RunIds.read(request.runId(), request.runUuid()),
                        request.status(),
                        request.endTime(),
                        request.runName());
        return new RunShown.Updated(RunShown.Info.of(info));
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @POST
    @Path("delete")
    public Empty deleteRun(RunWire.Change request) {
        runs.delete(RunIds.read(request.runId()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @POST
    @Path("restore")
    public Empty restoreRun(RunWire.Change request) {
        runs.restore(RunIds.read(request.runId()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = RunWire.Get.class))
    public RunShown.Found getRun(@Context UriInfo uri) {
        var request = WireQuery.read(uri, RunWire.Get.class);
        return new RunShown.Found(
                RunShown.of(runs.get(RunIds.read(request.runId(), request.runUuid()))));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @POST
    @Path("search")
    public RunShown.Result searchRuns(RunWire.Search request) {
        ViewType view = request.runViewType();
        Integer maxResults = request.maxResults();
        Page<Run> page =
                search.search(
                        given(request.experimentIds()).stream().map(ExperimentId::parse).toList(),
                        view == null ? ViewType.ACTIVE_ONLY : view,
                        request.filter(),
                        given(request.orderBy()),
                        MaxResults.check(
                                maxResults == null ? null : maxResults.longValue(),
                                STANDARD_PAGE,
                                RunSearch.MAX_PAGE),
                        request.pageToken());
        return RunShown.Result.of(page);
    }

    private static List<String> given(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
