package org.tandemml.registry.experiment;

import java.util.List;
import org.tandemml.model.ExperimentId;

/**
 * A named group of runs.
 *
 * @param artifactLocation the URI below which its runs keep their files
 * @param creationTime milliseconds since 1970
 * @param lastUpdateTime milliseconds since 1970
 * @param tags ordered by key
 */
public record Experiment(
        ExperimentId id,
        String name,
        String artifactLocation,
        Lifecycle lifecycle,
        long creationTime,
        long lastUpdateTime,
        List<Tag> tags) {
    public Experiment {
        tags = List.copyOf(tags);
    }
}
