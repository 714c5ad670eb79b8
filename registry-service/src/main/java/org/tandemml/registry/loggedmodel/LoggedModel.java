package org.tandemml.registry.loggedmodel;

import java.util.List;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.LoggedModelId;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.run.Metric;
import org.tandemml.registry.run.Param;

/**
 * A model that a run or a person made, with its files and what was measured of it.
 *
 * @param creationTime milliseconds since 1970
 * @param lastUpdatedTime when it was last finalized, milliseconds since 1970
 * @param artifactUri the folder of its files
 * @param modelType empty if none was named
 * @param sourceRunId empty if none was named
 * @param tags ordered by key
 * @param registrations the registered versions that were made of it
 * @param params ordered by key
 * @param measurements ordered by key and time
 */
public record LoggedModel(
        LoggedModelId id,
        ExperimentId experimentId,
        String name,
        long creationTime,
        long lastUpdatedTime,
        String artifactUri,
        LoggedModelStatus status,
        String modelType,
        String sourceRunId,
        List<Tag> tags,
        List<Registration> registrations,
        List<Param> params,
        List<Measurement> measurements) {

    public LoggedModel {
        tags = List.copyOf(tags);
        registrations = List.copyOf(registrations);
        params = List.copyOf(params);
        measurements = List.copyOf(measurements);
    }

    /** A registered version that was made of a logged model. */
    public record Registration(String name, int version) {}

    /**
     * A point of a metric that was measured of the model.
     *
     * @param runId the run that measured it
     * @param datasetName empty if none was named
     * @param datasetDigest empty if none was named
     */
    public record Measurement(
            Metric metric, String runId, String datasetName, String datasetDigest) {}
}
