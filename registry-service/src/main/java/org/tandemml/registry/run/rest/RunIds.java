package org.tandemml.registry.run.rest;

import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.registry.wire.Required;

/** Reads the run that a request names; {@code run_uuid} is its older name. */
final class RunIds {
    private RunIds() {}

    static RunId read(@Nullable String runId) {
        return new RunId(Required.field("run_id", runId));
    }

    static RunId read(@Nullable String runId, @Nullable String runUuid) {
        return read(runId == null || runId.isEmpty() ? runUuid : runId);
    }
}
