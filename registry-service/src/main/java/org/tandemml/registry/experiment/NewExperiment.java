package org.tandemml.registry.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment to be made.
 *
 * @param artifactLocation null: a folder of its own below the artifact root
 */
public record NewExperiment(
        ExperimentName name, @Nullable ArtifactLocation artifactLocation, List<Tag> tags) {
    public NewExperiment {
        tags = ExperimentTags.checked(tags);
    }
}
