package org.tandemml.registry.run;

import java.util.List;
import org.tandemml.registry.experiment.Tag;

/**
 * A run with all that was logged to it.
 *
 * @param metrics the latest point of each key, ordered by key
 * @param params ordered by key
 * @param tags ordered by key
 * @param datasetInputs in the order of logging
 * @param modelInputs ids, in the order of logging
 * @param modelOutputs in the order of logging
 */
public record Run(
        RunInfo info,
        List<Metric> metrics,
        List<Param> params,
        List<Tag> tags,
        List<DatasetInput> datasetInputs,
        List<String> modelInputs,
        List<ModelOutput> modelOutputs) {}
