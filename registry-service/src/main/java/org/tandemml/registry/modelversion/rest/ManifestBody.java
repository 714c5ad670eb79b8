package org.tandemml.registry.modelversion.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.registry.manifest.SealedFolder;
import org.tandemml.registry.modelversion.VersionRef;

/** The manifest of a version in our own API. */
@Schema(name = "Manifest", description = "All files of a model version.")
record ManifestBody(
        @Schema(description = "Name of the registered model", required = true) String name,
        @Schema(description = "Number of the version", required = true) String version,
        @Schema(
                        description =
                                "Stands for all files: sha256: and the SHA-256 digest of one line"
                                        + " for each file, in the order of the files, each line the"
                                        + " file's sha256, size and path with a blank between them"
                                        + " and a line feed at its end",
                        required = true)
                String digest,
        @Schema(
                        description =
                                "When the files were first sealed, in milliseconds since 1970",
                        required = true)
                long sealedTimestamp,
        @Schema(description = "Bytes of all files together", required = true) long totalSize,
        @Schema(description = "In the order of the UTF-8 bytes of their paths", required = true)
                List<FileBody> files) {

    @Schema(name = "ManifestFile")
    record FileBody(
            @Schema(description = "Below the version's folder", required = true) String path,
            @Schema(description = "In bytes", required = true) long size,
            @Schema(description = "64 hexadecimal digits", required = true) String sha256) {}

    static ManifestBody of(VersionRef ref, SealedFolder sealed, Manifest manifest) {
        return new ManifestBody(
                ref.name().value(),
                ref.version().toString(),
                sealed.digest(),
                sealed.sealedTime(),
                manifest.totalSize(),
                manifest.entries().stream()
                        .map(entry -> new FileBody(entry.path(), entry.size(), entry.sha256()))
                        .toList());
    }
}
