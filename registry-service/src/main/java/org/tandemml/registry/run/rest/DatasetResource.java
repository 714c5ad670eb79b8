package org.tandemml.registry.run.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.run.DatasetSummaries;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.LenientTexts;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireRequest;

/** The call of MLflow's web interface that lists datasets. */
@Path("/api/2.0/mlflow/experiments/search-datasets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class DatasetResource {
    private final DatasetSummaries summaries;

    DatasetResource(DatasetSummaries summaries) {
        this.summaries = summaries;
    }

    @Schema(name = "SearchDatasets")
    record Search(@LenientTexts @Nullable List<String> experimentIds) implements WireRequest {}

    @Schema(name = "DatasetSummary")
    record Summary(String experimentId, String name, String digest, @Nullable String context) {}

    @Schema(name = "SearchDatasetsResponse")
    record Result(List<Summary> datasetSummaries) {}

    @Needs(Permission.EXPERIMENT_READ)
    @POST
    public Result searchDatasets(Search request) {
        List<String> ids = Required.field("experiment_ids", request.experimentIds());
        if (ids.size() > DatasetSummaries.MAX_EXPERIMENTS) {
            throw TandemException.invalid(
                    "Invalid value for parameter 'experiment_ids' supplied: at most "
                            + DatasetSummaries.MAX_EXPERIMENTS
                            + " experiments, got "
                            + ids.size()
                            + ".");
        }
        return new Result(
                summaries.of(ids.stream().map(ExperimentId::parse).toList()).stream()
                        .map(
                                s ->
                                        new Summary(
                                                s.experiment().toString(),
                                                s.name(),
                                                s.digest(),
                                                s.context()))
                        .toList());
    }
}
