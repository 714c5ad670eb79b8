package org.tandemml.registry.run.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.rest.TagWire;
import org.tandemml.registry.run.Run;
import org.tandemml.registry.run.RunInfo;
import org.tandemml.registry.search.Page;

/** A run as MLflow shows it. */
@Schema(name = "Run")
record RunShown(Info info, Data data, Inputs inputs, @Nullable Outputs outputs) {

    @Schema(name = "RunInfo")
    record Info(
            String runUuid,
            String experimentId,
            String runName,
            String userId,
            String status,
            long startTime,
            @Nullable Long endTime,
            String artifactUri,
            String lifecycleStage,
            String runId) {
        static Info of(RunInfo info) {
            return new Info(
                    info.id().value(),
                    info.experimentId().toString(),
                    info.name(),
                    info.userId(),
                    info.status().name(),
                    info.startTime(),
                    info.endTime(),
                    info.artifactUri(),
                    info.lifecycle().wireName(),
                    info.id().value());
        }
    }

    @Schema(name = "RunData")
    record Data(List<MetricWire> metrics, List<ParamWire> params, List<TagWire> tags) {}

    @Schema(name = "RunInputs")
    record Inputs(List<DatasetInputWire> datasetInputs, List<ModelInputWire> modelInputs) {}

    @Schema(name = "RunOutputs")
    record Outputs(List<ModelOutputWire> modelOutputs) {}

    /** The answer that holds one run. */
    @Schema(name = "RunResponse")
    record Found(RunShown run) {}

    /** The answer that holds what a run is. */
    @Schema(name = "UpdateRunResponse")
    record Updated(Info runInfo) {}

    /** The answer of a search. */
    @Schema(name = "SearchRunsResponse")
    record Result(List<RunShown> runs, @Nullable String nextPageToken) {
        static Result of(Page<Run> page) {
            return new Result(
                    page.items().stream().map(RunShown::of).toList(), page.nextPageToken());
        }
    }

    /** A run with its outputs. */
    static RunShown of(Run run) {
        Outputs outputs =
                new Outputs(
                        run.modelOutputs().stream()
                                .map(o -> new ModelOutputWire(o.modelId(), o.step()))
                                .toList());
        return of(run, outputs);
    }

    /** A run that was just made: MLflow shows it without outputs. */
    static RunShown created(Run run) {
        return of(run, null);
    }

    private static RunShown of(Run run, @Nullable Outputs outputs) {
        Data data =
                new Data(
                        run.metrics().stream().map(MetricWire::of).toList(),
                        run.params().stream().map(p -> new ParamWire(p.key(), p.value())).toList(),
                        TagWire.of(run.tags()));
        Inputs inputs =
                new Inputs(
                        run.datasetInputs().stream().map(DatasetInputWire::of).toList(),
                        run.modelInputs().stream().map(ModelInputWire::new).toList());
        return new RunShown(Info.of(run.info()), data, inputs, outputs);
    }
}
