package org.tandemml.registry.run.rest;

import jakarta.ws.rs.GET;
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
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.run.MetricComparison;
import org.tandemml.registry.run.MetricHistory;
import org.tandemml.registry.run.RunMetric;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** The calls of MLflow's web interface that draw one metric of several runs. */
@Path("/api/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
final class MetricComparisonResource {
    private final MetricComparison comparison;

    MetricComparisonResource(MetricComparison comparison) {
        this.comparison = comparison;
    }

    @Schema(name = "GetMetricHistoryBulk")
    record All(@Nullable List<String> runId, @Nullable String metricKey, @Nullable Long maxResults)
            implements WireRequest {}

    @Schema(name = "GetMetricHistoryBulkInterval")
    record Sample(
            @Nullable List<String> runIds,
            @Nullable String metricKey,
            @Nullable Long startStep,
            @Nullable Long endStep,
            @Nullable Long maxResults)
            implements WireRequest {}

    @Schema(name = "MetricPoint")
    record Point(String key, double value, long timestamp, long step, String runId) {
        static Point of(RunMetric point) {
            return new Point(
                    point.metric().key(),
                    point.metric().value(),
                    point.metric().timestamp(),
                    point.metric().step(),
                    point.run().value());
        }
    }

    @Schema(name = "MetricPoints")
    record Points(List<Point> metrics) {
        static Points of(List<RunMetric> points) {
            return new Points(points.stream().map(Point::of).toList());
        }
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get-history-bulk")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = All.class))
    public Points getMetricHistoryBulk(@Context UriInfo uri) {
        All request = WireQuery.read(uri, All.class);
        List<RunId> runs = runs("run_id", request.runId());
        String key = Required.field("metric_key", request.metricKey());
        int limit =
                MaxResults.check(request.maxResults(), MetricHistory.MAX_PAGE, Integer.MAX_VALUE);
        return Points.of(comparison.points(runs, key, Math.min(limit, MetricHistory.MAX_PAGE)));
    }

    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get-history-bulk-interval")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = Sample.class))
    public Points getMetricHistoryBulkInterval(@Context UriInfo uri) {
        Sample request = WireQuery.read(uri, Sample.class);
        List<RunId> runs = runs("run_ids", request.runIds());
        String key = Required.field("metric_key", request.metricKey());
        int steps =
                MaxResults.check(
                        request.maxResults(),
                        MetricComparison.MAX_STEPS,
                        MetricComparison.MAX_STEPS);
        return Points.of(
                comparison.sample(runs, key, request.startStep(), request.endStep(), steps));
    }

    private static List<RunId> runs(String field, @Nullable List<String> ids) {
        List<String> given = Required.field(field, ids);
        if (given.size() > MetricComparison.MAX_RUNS) {
            throw TandemException.invalid(
                    "Invalid value for parameter '"
                            + field
                            + "' supplied: at most "
                            + MetricComparison.MAX_RUNS
                            + " runs, got "
                            + given.size()
                            + ".");
        }
        return given.stream().distinct().map(RunId::new).toList();
    }
}
