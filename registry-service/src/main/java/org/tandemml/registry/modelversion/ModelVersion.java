package org.tandemml.registry.modelversion;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Stage;

/**
 * A version of a registered model as it stands.
 *
 * @param modelNumber the number of its model inside the database
 * @param createdAt milliseconds since 1970, as all times of the registry
 * @param description null once it was cleared
 * @param source where its files came from, as the client said it
 * @param storageLocation where its files are, resolved when the version was created
 * @param runId the run that made it; empty if there is none
 * @param runLink a link to a run of another server; empty if there is none
 * @param tags in the order of their keys
 * @param aliases in the order of their names
 */
public record ModelVersion(
        long modelNumber,
        VersionRef ref,
        long createdAt,
        long updatedAt,
        @Nullable String description,
        String source,
        String storageLocation,
        String runId,
        String runLink,
        @Nullable String modelId,
        VersionStatus status,
        @Nullable String statusMessage,
        Stage stage,
        Map<String, String> tags,
        List<String> aliases) {}
