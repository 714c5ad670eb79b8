package org.tandemml.registry.run;

import java.util.Collection;
import java.util.List;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.RunId;

/**
 * What runs ask of logged models, a feature that they do not know. One bean implements it. Methods
 * run in the transaction of the caller.
 */
public interface LoggedModelMetrics {
    /**
     * Refuses ids of models that do not exist or are deleted.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} that names the
     *     first of them
     */
    void requireExisting(Collection<LoggedModelId> ids);

    /**
     * Keeps points with the models they were measured of; a point that is there already is kept
     * once.
     *
     * @param runId the active run that logged them
     * @param metrics each with a model id
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for the id of a
     *     model that does not exist or is deleted
     */
    void attach(RunId runId, List<LoggedMetric> metrics);
}
