package org.tandemml.registry.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.VersionNumber;

/**
 * An event as it stands in the log.
 *
 * @param time when it happened
 * @param kind what happened
 * @param model the model's name after the change
 * @param version the version it happened to, null if it happened to the model
 * @param data what each kind says beyond that, see {@link EventKind}
 * @param prompt whether the model was a prompt after the change; false once it is deleted
 */
public record StoredEvent(
        Instant time,
        EventKind kind,
        ModelName model,
        @Nullable VersionNumber version,
        ObjectNode data,
        boolean prompt) {}
