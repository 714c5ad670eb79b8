package org.tandemml.registry.run;

import java.util.List;
import org.tandemml.registry.experiment.Tag;

/** A dataset that a run read, and for what. */
public record DatasetInput(Dataset dataset, List<Tag> tags) {
    public DatasetInput {
        tags = List.copyOf(tags);
    }
}
