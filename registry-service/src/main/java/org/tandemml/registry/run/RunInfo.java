package org.tandemml.registry.run;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.RunId;
import org.tandemml.registry.experiment.Lifecycle;

/**
 * What a run is, without what was logged to it.
 *
 * @param startTime milliseconds since 1970
 * @param endTime milliseconds since 1970; null until it is set
 * @param artifactUri where its files are kept
 */
public record RunInfo(
        RunId id,
        ExperimentId experimentId,
        String name,
        String userId,
        RunStatus status,
        long startTime,
        @Nullable Long endTime,
        String artifactUri,
        Lifecycle lifecycle) {}
