package org.tandemml.registry.experiment;

import org.tandemml.model.ExperimentId;

/**
 * An experiment was deleted or restored. Observers run inside the transaction of the change.
 *
 * @param time milliseconds since 1970
 */
public record ExperimentLifecycleChanged(ExperimentId id, Lifecycle lifecycle, long time) {}
