package org.tandemml.model.mlmodel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Signature;

/**
 * What an MLmodel file says.
 *
 * @param flavors flavor name to its settings; settings are text, numbers, booleans, lists, maps or
 *     null
 * @param signature null if the file has none
 * @param runId the run the model came from; null if unknown
 * @param modelId the logged model's id; null if there is none
 * @param inputExample where the folder's input example is; null if it has none
 * @param params what the top-level {@code params} map holds (ours; MLflow ignores it)
 */
public record MlModel(
        Map<String, Map<String, @Nullable Object>> flavors,
        @Nullable Signature signature,
        @Nullable String runId,
        @Nullable String modelId,
        @Nullable InputExample inputExample,
        Map<String, @Nullable Object> params) {

    public MlModel {
        flavors = new LinkedHashMap<>(flavors);
        params = new LinkedHashMap<>(params);
    }

    /** The settings of a flavor; empty if the file does not name it. */
    public Optional<Map<String, @Nullable Object>> flavor(String name) {
        return Optional.ofNullable(flavors.get(name));
    }

    /**
     * Where the example is, relative to the model folder, as safe file names.
     *
     * @param artifactPath the example as the trainer gave it
     * @param servingInputPath the example as a body for {@code /invocations}; null in older files
     */
    public record InputExample(String artifactPath, @Nullable String servingInputPath) {}
}
