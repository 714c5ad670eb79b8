package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.registry.manifest.Manifests;
import org.tandemml.registry.manifest.SealedFolder;

/** What the files of versions are. */
@Singleton
public final class VersionManifests {
    private final ModelVersionReader reader;
    private final Manifests manifests;

    VersionManifests(ModelVersionReader reader, Manifests manifests) {
        this.reader = reader;
        this.manifests = manifests;
    }

    /**
     * The manifest of a version that is ready.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST} if there is no such version or its
     *     files are not in the artifact store, {@code RESOURCE_CONFLICT} if they are still read
     */
    public SealedFolder of(VersionRef ref) {
        ModelVersion version = reader.get(ref);
        if (version.status() == VersionStatus.PENDING_REGISTRATION) {
            throw new TandemException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "Model version "
                            + ref
                            + " has no manifest yet: its files are still being read. Ask again"
                            + " once its status is READY.");
        }
        return manifests
                .of(version.modelNumber(), ref.version().value())
                .orElseThrow(
                        () ->
                                TandemException.notFound(
                                        "Model version "
                                                + ref
                                                + " has no manifest: it holds no files that are in"
                                                + " this server's artifact store."));
    }

    /** The files of a manifest. */
    public Manifest files(SealedFolder sealed) {
        return manifests.files(sealed.manifestId());
    }
}
