package org.tandemml.registry.run.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.registry.run.Metric;
import org.tandemml.registry.run.MetricHistory;
import org.tandemml.registry.search.MaxResults;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireJson;
import org.tandemml.registry.wire.WireQuery;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's calls that read the history of metrics. */
@Path("/api/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
final class MetricResource {
    private final MetricHistory history;

    MetricResource(MetricHistory history) {
        this.history = history;
    }

    @Schema(name = "GetMetricHistory")
    record GetHistory(
            @Nullable String runId,
            @Nullable String runUuid,
            @Nullable String metricKey,
            @Nullable String pageToken,
            @Nullable Integer maxResults)
            implements WireRequest {}

    record History(List<MetricWire> metrics, @Nullable String nextPageToken) {}

    /** A page; without {@code max_results} everything, as clients before paging expect it. */
    @Needs(Permission.EXPERIMENT_READ)
    @GET
    @Path("get-history")
    @Parameter(
            name = WireQuery.ALL,
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = GetHistory.class))
    public Response getMetricHistory(@Context UriInfo uri) {
        GetHistory request = WireQuery.read(uri, GetHistory.class);
        RunId run = RunIds.read(request.runId(), request.runUuid());
        String key = Required.field("metric_key", request.metricKey());
        String token = request.pageToken();
        Integer maxResults = request.maxResults();
        if (maxResults == null && (token == null || token.isEmpty())) {
            return Response.ok((StreamingOutput) body -> writeAll(run, key, body)).build();
        }
        int size =
                MaxResults.check(
                        maxResults == null ? null : maxResults.longValue(),
                        MetricHistory.MAX_PAGE,
                        Integer.MAX_VALUE);
        Page<Metric> page = history.page(run, key, size, token);
        return Response.ok(
                        new History(
                                page.items().stream().map(MetricWire::of).toList(),
                                page.nextPageToken()))
                .build();
    }

    private void writeAll(RunId run, String key, OutputStream body) throws IOException {
        try (JsonGenerator json = WireJson.generator(body)) {
            json.writeStartObject();
            history.forEachPage(run, key, page -> write(page, json));
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (UncheckedIOException closed) {
            throw closed.getCause();
        }
    }

    private static void write(List<Metric> page, JsonGenerator json) {
        try {
            if (json.getOutputContext().inObject()) {
                json.writeArrayFieldStart("metrics");
            }
            for (Metric metric : page) {
                json.writePOJO(MetricWire.of(metric));
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
