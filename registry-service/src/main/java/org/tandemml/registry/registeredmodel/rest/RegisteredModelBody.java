package org.tandemml.registry.registeredmodel.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.registeredmodel.RegisteredModel;

/** A registered model on the wire. */
@Schema(name = "RegisteredModel")
record RegisteredModelBody(
        String name,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        @Nullable String description,
        List<LatestVersionBody> latestVersions,
        List<TagBody> tags,
        List<AliasBody> aliases) {

    /** An alias and the version, a number as text, that it points to. */
    @Schema(name = "AliasOfVersion")
    record AliasBody(String alias, String version) {}

    static RegisteredModelBody of(RegisteredModel model, List<LatestVersionBody> latestVersions) {
        String description = model.description();
        return new RegisteredModelBody(
                model.name().value(),
                model.createdAt(),
                model.updatedAt(),
                description == null || description.isEmpty() ? null : description,
                latestVersions,
                TagBody.of(model.tags()),
                model.aliases().stream()
                        .map(a -> new AliasBody(a.alias(), Integer.toString(a.version())))
                        .toList());
    }
}
