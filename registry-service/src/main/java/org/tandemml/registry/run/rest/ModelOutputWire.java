package org.tandemml.registry.run.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.LoggedModelId;
import org.tandemml.registry.run.ModelOutput;
import org.tandemml.registry.wire.Required;

/** A logged model that a run wrote, on the wire. */
record ModelOutputWire(@Nullable String modelId, @Nullable Long step) {
    /** Outputs that came in. */
    static List<ModelOutput> read(@Nullable List<ModelOutputWire> models) {
        List<ModelOutput> read = new ArrayList<>();
        if (models != null) {
            for (ModelOutputWire model : models) {
                String path = "models[" + read.size() + "].";
                LoggedModelId id =
                        new LoggedModelId(Required.field(path + "model_id", model.modelId()));
                long step = model.step() == null ? 0 : model.step();
                read.add(new ModelOutput(id.value(), step));
            }
        }
        return read;
    }
}
