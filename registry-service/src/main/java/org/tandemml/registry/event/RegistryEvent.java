package org.tandemml.registry.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;
import org.tandemml.model.VersionNumber;

/**
 * One change of a registered model.
 *
 * @param kind what happened
 * @param model the model's name after the change
 * @param version the version it happened to, null if it happened to the model
 * @param data what each kind says beyond that, see {@link EventKind}; plain JSON values
 */
public record RegistryEvent(
        EventKind kind, ModelName model, @Nullable VersionNumber version, Map<String, ?> data) {

    /** A change of a model as a whole. */
    public static RegistryEvent of(EventKind kind, ModelName model, Map<String, ?> data) {
        return new RegistryEvent(kind, model, null, data);
    }

    /** A change of one version. */
    public static RegistryEvent of(
            EventKind kind, ModelName model, VersionNumber version, Map<String, ?> data) {
        return new RegistryEvent(kind, model, version, data);
    }
}
