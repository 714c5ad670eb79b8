package org.tandemml.serving.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.manifest.Manifest;

/** The parts of MLflow's answers that are read; absent lists are null on the wire. */
final class RegistryWire {
    private RegistryWire() {}

    record VersionWire(
            @Nullable String name,
            @Nullable String version,
            @JsonProperty("current_stage") @Nullable String stage,
            @JsonProperty("creation_timestamp") long createdAt,
            @Nullable String source,
            @Nullable String status,
            @JsonProperty("status_message") @Nullable String statusMessage) {}

    record AliasWire(@Nullable String alias, @Nullable String version) {}

    record ModelWire(
            @Nullable String name,
            @JsonProperty("latest_versions") @Nullable List<VersionWire> latestVersions,
            @Nullable List<AliasWire> aliases) {

        List<VersionWire> latest() {
            return latestVersions == null ? List.of() : latestVersions;
        }

        @Nullable String versionOf(String alias) {
            if (aliases != null) {
                for (AliasWire entry : aliases) {
                    if (alias.equals(entry.alias())) {
                        return entry.version();
                    }
                }
            }
            return null;
        }
    }

    record ModelAnswer(@JsonProperty("registered_model") @Nullable ModelWire model) {}

    record ModelsAnswer(
            @JsonProperty("registered_models") @Nullable List<ModelWire> models,
            @JsonProperty("next_page_token") @Nullable String nextPage) {}

    record VersionAnswer(@JsonProperty("model_version") @Nullable VersionWire version) {}

    record UriAnswer(@JsonProperty("artifact_uri") @Nullable String uri) {}

    /** A file of a manifest. */
    record SealedFileWire(@Nullable String path, long size, @Nullable String sha256) {

        Manifest.Entry entry() {
            return new Manifest.Entry(path == null ? "" : path, size, sha256 == null ? "" : sha256);
        }
    }

    record ManifestAnswer(@Nullable String digest, @Nullable List<SealedFileWire> files) {
        /**
         * @throws org.tandemml.model.TandemException if a file of it is malformed
         */
        Manifest manifest() {
            List<SealedFileWire> all = files == null ? List.of() : files;
            return new Manifest(all.stream().map(SealedFileWire::entry).toList());
        }
    }

    record FileWire(
            @Nullable String path,
            @JsonProperty("is_dir") boolean folder,
            @JsonProperty("file_size") @Nullable Long size) {}

    record FilesAnswer(@Nullable List<FileWire> files) {
        List<FileWire> all() {
            return files == null ? List.of() : files;
        }
    }
}
