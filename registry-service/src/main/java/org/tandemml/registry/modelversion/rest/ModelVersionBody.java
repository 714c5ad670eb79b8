package org.tandemml.registry.modelversion.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.modelversion.ModelVersion;
import org.tandemml.registry.registeredmodel.rest.LatestVersionBody;
import org.tandemml.registry.registeredmodel.rest.TagBody;

/**
 * A version of a registered model on the wire. It has no {@code model_id}, {@code model_params} and
 * {@code model_metrics}, because MLflow's own server never sends them.
 */
@Schema(name = "ModelVersion")
public record ModelVersionBody(
        String name,
        String version,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        String currentStage,
        @Nullable String description,
        String source,
        String runId,
        String status,
        @Nullable String statusMessage,
        List<TagBody> tags,
        String runLink,
        List<String> aliases)
        implements LatestVersionBody {

    /** The answer that holds one version. */
    @Schema(name = "ModelVersionResponse")
    public record Response(ModelVersionBody modelVersion) {
        /** The answer for a version. */
        public static Response of(ModelVersion version) {
            return new Response(ModelVersionBody.of(version));
        }
    }

    /** The wire form of a version. */
    public static ModelVersionBody of(ModelVersion version) {
        return new ModelVersionBody(
                version.ref().name().value(),
                version.ref().version().toString(),
                version.createdAt(),
                version.updatedAt(),
                version.stage().wireName(),
                version.description(),
                version.source(),
                version.runId(),
                version.status().name(),
                version.statusMessage(),
                TagBody.of(version.tags()),
                version.runLink(),
                version.aliases());
    }
}
