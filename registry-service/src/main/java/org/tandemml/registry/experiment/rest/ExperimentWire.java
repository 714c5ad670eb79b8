package org.tandemml.registry.experiment.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.Experiment;
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.wire.LenientText;
import org.tandemml.registry.wire.WireRequest;

/** The messages of the calls about experiments. */
final class ExperimentWire {
    private ExperimentWire() {}

    record Create(
            @Nullable String name, @Nullable String artifactLocation, @Nullable List<TagWire> tags)
            implements WireRequest {}

    record Created(String experimentId) {}

    record Get(@LenientText @Nullable String experimentId) implements WireRequest {}

    record GetByName(@Nullable String experimentName) implements WireRequest {}

    record Found(Shown experiment) {}

    record Search(
            @Nullable Long maxResults,
            @Nullable String pageToken,
            @Nullable String filter,
            @Nullable List<String> orderBy,
            @Nullable ViewType viewType)
            implements WireRequest {}

    record SearchResult(List<Shown> experiments, @Nullable String nextPageToken) {}

    record Update(@LenientText @Nullable String experimentId, @Nullable String newName)
            implements WireRequest {}

    record Change(@LenientText @Nullable String experimentId) implements WireRequest {}

    record SetTag(
            @LenientText @Nullable String experimentId,
            @Nullable String key,
            @Nullable String value)
            implements WireRequest {}

    record DeleteTag(@LenientText @Nullable String experimentId, @Nullable String key)
            implements WireRequest {}

    /** An experiment as MLflow shows it. */
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
