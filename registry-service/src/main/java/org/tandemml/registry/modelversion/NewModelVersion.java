package org.tandemml.registry.modelversion;

import java.util.Map;
import java.util.Optional;
import org.tandemml.model.ModelName;
import org.tandemml.model.Texts;
import org.tandemml.registry.registeredmodel.RegisteredModels;

/**
 * What is asked of a new version.
 *
 * @param description empty text if none was given, as MLflow has it
 */
public record NewModelVersion(
        ModelName name,
        String source,
        Optional<String> runId,
        Optional<String> modelId,
        String runLink,
        String description,
        Map<String, String> tags) {
    /** The largest number of characters in a link to a run. */
    public static final int MAX_RUN_LINK_LENGTH = 2048;

    public NewModelVersion {
        Texts.requireLength("run_link", runLink, MAX_RUN_LINK_LENGTH);
        RegisteredModels.requireDescription(description);
    }
}
