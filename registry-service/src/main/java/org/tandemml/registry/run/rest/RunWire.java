package org.tandemml.registry.run.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.run.RunStatus;
import org.tandemml.registry.wire.LenientText;
import org.tandemml.registry.wire.LenientTexts;
import org.tandemml.registry.wire.WireRequest;

/** The requests of the calls about runs. */
final class RunWire {
    private RunWire() {}

    @Schema(name = "CreateRun")
    record Create(
            @LenientText @Nullable String experimentId,
            @Nullable String userId,
            @Nullable String runName,
            @Nullable Long startTime,
            @Nullable List<TagWire> tags)
            implements WireRequest {}

    @Schema(name = "UpdateRun")
    record Update(
            @Nullable String runId,
            @Nullable String runUuid,
            @Nullable RunStatus status,
            @Nullable Long endTime,
            @Nullable String runName)
            implements WireRequest {}

    @Schema(name = "RunReference")
    record Change(@Nullable String runId) implements WireRequest {}

    @Schema(name = "GetRun")
    record Get(@Nullable String runId, @Nullable String runUuid) implements WireRequest {}

    @Schema(name = "SearchRuns")
    record Search(
            @LenientTexts @Nullable List<String> experimentIds,
            @Nullable String filter,
            @Nullable ViewType runViewType,
            @Nullable Integer maxResults,
            @Nullable List<String> orderBy,
            @Nullable String pageToken)
            implements WireRequest {}

    record LogMetric(
            @Nullable String runId,
            @Nullable String runUuid,
            @Nullable String key,
            @Nullable Double value,
            @Nullable Long timestamp,
            @Nullable Long step,
            @Nullable String modelId,
            @Nullable String datasetName,
            @Nullable String datasetDigest)
            implements WireRequest {
        MetricWire metric() {
            return new MetricWire(key, value, timestamp, step, modelId, datasetName, datasetDigest);
        }
    }

    record LogParameter(
            @Nullable String runId,
            @Nullable String runUuid,
            @Nullable String key,
            @Nullable String value)
            implements WireRequest {}

    @Schema(name = "SetRunTag")
    record SetTag(
            @Nullable String runId,
            @Nullable String runUuid,
            @Nullable String key,
            @Nullable String value)
            implements WireRequest {}

    @Schema(name = "DeleteRunTag")
    record DeleteTag(@Nullable String runId, @Nullable String key) implements WireRequest {}

    record LogBatch(
            @Nullable String runId,
            @Nullable List<MetricWire> metrics,
            @Nullable List<ParamWire> params,
            @Nullable List<TagWire> tags)
            implements WireRequest {}

    record LogModel(@Nullable String runId, @Nullable String modelJson) implements WireRequest {}

    record LogInputs(
            @Nullable String runId,
            @Nullable List<DatasetInputWire> datasets,
            @Nullable List<ModelInputWire> models)
            implements WireRequest {}

    record LogOutputs(@Nullable String runId, @Nullable List<ModelOutputWire> models)
            implements WireRequest {}
}
