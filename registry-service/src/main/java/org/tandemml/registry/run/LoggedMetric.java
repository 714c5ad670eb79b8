package org.tandemml.registry.run;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.LoggedModelId;

/**
 * A point as it was sent: it may also belong to a logged model, measured on a dataset.
 *
 * @param datasetName empty if none was named
 * @param datasetDigest empty if none was named
 */
public record LoggedMetric(
        Metric metric, @Nullable LoggedModelId modelId, String datasetName, String datasetDigest) {}
