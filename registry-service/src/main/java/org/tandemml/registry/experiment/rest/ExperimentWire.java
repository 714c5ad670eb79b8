package org.tandemml.registry.experiment.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.Experiment;
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.wire.LenientText;
import org.tandemml.registry.wire.WireRequest;

/** The messages of the calls about experiments. */
final class ExperimentWire {
    private ExperimentWire() {}

    @Schema(name = "CreateExperiment")
    record Create(
            @Nullable String name, @Nullable String artifactLocation, @Nullable List<TagWire> tags)
            implements WireRequest {}

    @Schema(name = "CreateExperimentResponse")
    record Created(String experimentId) {}

    @Schema(name = "GetExperiment")
    record Get(@LenientText @Nullable String experimentId) implements WireRequest {}

    @Schema(name = "GetExperimentByName")
    record GetByName(@Nullable String experimentName) implements WireRequest {}

    @Schema(name = "ExperimentResponse")
    record Found(Shown experiment) {}

    @Schema(name = "SearchExperiments")
    record Search(
            @Nullable Long maxResults,
            @Nullable String pageToken,
            @Nullable String filter,
            @Nullable List<String> orderBy,
            @Nullable ViewType viewType)
            implements WireRequest {}

    @Schema(name = "SearchExperimentsResponse")
    record SearchResult(List<Shown> experiments, @Nullable String nextPageToken) {}

    @Schema(name = "UpdateExperiment")
    record Update(@LenientText @Nullable String experimentId, @Nullable String newName)
            implements WireRequest {}

    @Schema(name = "ExperimentReference")
    record Change(@LenientText @Nullable String experimentId) implements WireRequest {}

    @Schema(name = "SetExperimentTag")
    record SetTag(
            @LenientText @Nullable String experimentId,
            @Nullable String key,
            @Nullable String value)
            implements WireRequest {}

    @Schema(name = "DeleteExperimentTag")
    record DeleteTag(@LenientText @Nullable String experimentId, @Nullable String key)
            implements WireRequest {}

    /** An experiment as MLflow shows it. */
    @Schema(name = "Experiment")
    record Shown(
            String experimentId,
            String name,
            String artifactLocation,
            String lifecycleStage,
            long lastUpdateTime,
            long creationTime,
            List<TagWire> tags) {
        static Shown of(Experiment experiment) {
            return new Shown(
                    experiment.id().toString(),
                    experiment.name(),
                    experiment.artifactLocation(),
                    experiment.lifecycle().wireName(),
                    experiment.lastUpdateTime(),
                    experiment.creationTime(),
                    TagWire.of(experiment.tags()));
        }
    }
}
