package org.tandemml.registry.loggedmodel.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.loggedmodel.LoggedModelSearch;
import org.tandemml.registry.loggedmodel.LoggedModels;
import org.tandemml.registry.loggedmodel.NewLoggedModel;
import org.tandemml.registry.run.rest.ParamWire;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;

/** MLflow's calls about logged models. */
@Path("/api/2.0/mlflow/logged-models")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class LoggedModelResource {
    private static final int STANDARD_PAGE = 50;
    private static final int MAX_PAGE = 1000;
    private static final int MAX_DATASETS = 100;

    private final LoggedModels models;
    private final LoggedModelSearch search;

    LoggedModelResource(LoggedModels models, LoggedModelSearch search) {
        this.models = models;
        this.search = search;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    public LoggedModelShown.Found createLoggedModel(LoggedModelWire.Create request) {
        String name = request.name();
        NewLoggedModel wanted =
                new NewLoggedModel(
                        ExperimentId.parse(Required.field("experiment_id", request.experimentId())),
                        name == null || name.isEmpty() ? null : name,
                        text(request.modelType()),
                        text(request.sourceRunId()),
                        ParamWire.read(request.params()),
                        TagWire.read("tags", request.tags()));
        return LoggedModelShown.Found.of(models.create(wanted));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("{model_id}")
    public LoggedModelShown.Found getLoggedModel(@PathParam("model_id") String id) {
        return LoggedModelShown.Found.of(models.get(id));
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @PATCH
    @Path("{model_id}")
    public LoggedModelShown.Found finalizeLoggedModel(
            @PathParam("model_id") String id, LoggedModelWire.Finish request) {
        requireSame(id, Required.field("model_id", request.modelId()));
        return LoggedModelShown.Found.of(
                models.finish(id, Required.field("status", request.status())));
    }

    @Needs(Permission.EXPERIMENT_MANAGE)
    @DELETE
    @Path("{model_id}")
    @Consumes(MediaType.WILDCARD)
    public Empty deleteLoggedModel(@PathParam("model_id") String id) {
        models.delete(id);
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @PATCH
    @Path("{model_id}/tags")
    public Empty setLoggedModelTags(
            @PathParam("model_id") String id, LoggedModelWire.SetTags request) {
        requireSame(id, request.modelId());
        models.setTags(id, TagWire.read("tags", request.tags()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @DELETE
    @Path("{model_id}/tags/{key:.+}")
    @Consumes(MediaType.WILDCARD)
    public Empty deleteLoggedModelTag(
            @PathParam("model_id") String id, @PathParam("key") String key) {
        models.deleteTag(id, key);
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("{model_id}/params")
    public Empty logLoggedModelParams(
            @PathParam("model_id") String id, LoggedModelWire.AddParams request) {
        requireSame(id, Required.field("model_id", request.modelId()));
        models.addParams(id, ParamWire.read(request.params()));
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_READ)
    @POST
    @Path("search")
    public LoggedModelShown.Result searchLoggedModels(LoggedModelWire.Search request) {
        List<String> experiments = request.experimentIds();
        if (experiments == null) {
            Required.field("experiment_ids", null);
        }
        Integer maxResults = request.maxResults();
        return LoggedModelShown.Result.of(
                search.search(
                        given(experiments).stream().map(ExperimentId::parse).toList(),
                        request.filter(),
                        datasets(given(request.datasets())),
                        order(given(request.orderBy())),
                        MaxResults.check(
                                maxResults == null ? null : maxResults.longValue(),
                                STANDARD_PAGE,
                                MAX_PAGE),
                        request.pageToken()));
    }

    private static List<LoggedModelSearch.Dataset> datasets(List<LoggedModelWire.Dataset> given) {
        if (given.size() > MAX_DATASETS) {
            throw TandemException.invalid(
                    "Invalid value for datasets: "
                            + given.size()
                            + " entries, at most "
                            + MAX_DATASETS
                            + " are allowed.");
        }
        List<LoggedModelSearch.Dataset> datasets = new ArrayList<>();
        for (LoggedModelWire.Dataset dataset : given) {
            String field = "datasets[" + datasets.size() + "].dataset_";
            String name = Required.field(field + "name", dataset.datasetName());
            datasets.add(
                    new LoggedModelSearch.Dataset(
                            Texts.requireStorable(field + "name", name),
                            Texts.requireStorable(
                                    field + "digest", text(dataset.datasetDigest()))));
        }
        return datasets;
    }

    private static List<LoggedModelSearch.Order> order(List<LoggedModelWire.OrderBy> given) {
        List<LoggedModelSearch.Order> order = new ArrayList<>();
        for (LoggedModelWire.OrderBy key : given) {
            String field = "order_by[" + order.size() + "].";
            order.add(
                    new LoggedModelSearch.Order(
                            Required.field(field + "field_name", key.fieldName()),
                            !Boolean.FALSE.equals(key.ascending()),
                            Texts.requireStorable(field + "dataset_name", text(key.datasetName())),
                            Texts.requireStorable(
                                    field + "dataset_digest", text(key.datasetDigest()))));
        }
        return order;
    }

    private static void requireSame(String inPath, @Nullable String inBody) {
        if (inBody != null && !inBody.isEmpty() && !inBody.equals(inPath)) {
            throw TandemException.invalid(
                    "Invalid value '"
                            + Texts.excerpt(inBody)
                            + "' for parameter 'model_id' supplied: the path names '"
                            + Texts.excerpt(inPath)
                            + "'.");
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static <T> List<T> given(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
