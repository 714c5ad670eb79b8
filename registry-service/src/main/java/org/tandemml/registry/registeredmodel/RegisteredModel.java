package org.tandemml.registry.registeredmodel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ModelName;

/**
 * A registered model as it stands.
 *
 * @param number its number inside the database, which stays when the name changes
 * @param createdAt milliseconds since 1970, as all times of the registry
 * @param description null if it has none
 * @param tags in the order of their keys
 * @param aliases in the order of their names
 */
public record RegisteredModel(
        long number,
        ModelName name,
        long createdAt,
        long updatedAt,
        @Nullable String description,
        Map<String, String> tags,
        List<VersionAlias> aliases) {}
