package org.tandemml.registry.run.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.LoggedModelId;
import org.tandemml.registry.wire.Required;

/** A logged model that a run read, on the wire. */
record ModelInputWire(@Nullable String modelId) {
    /** Inputs that came in. */
    static List<LoggedModelId> read(@Nullable List<ModelInputWire> models) {
        List<LoggedModelId> read = new ArrayList<>();
        if (models != null) {
            for (ModelInputWire model : models) {
                String path = "models[" + read.size() + "].model_id";
                read.add(new LoggedModelId(Required.field(path, model.modelId())));
            }
        }
        return read;
    }
}
