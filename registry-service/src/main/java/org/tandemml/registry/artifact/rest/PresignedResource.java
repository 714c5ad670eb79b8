package org.tandemml.registry.artifact.rest;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.artifact.ArtifactHolders;
import org.tandemml.registry.artifact.ArtifactUris;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireRequest;

/**
 * URLs by which clients reach the S3 server themselves, where they see it: not around the proxy.
 */
@StoreLane
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class PresignedResource {
    private static final long DOWNLOAD_SECONDS = 300;
    private static final long UPLOAD_SECONDS = 900;

    private final ArtifactStore store;
    private final ArtifactUris uris;
    private final ArtifactHolders holders;

    PresignedResource(ArtifactStore store, ArtifactUris uris, ArtifactHolders holders) {
        this.store = store;
        this.uris = uris;
        this.holders = holders;
    }

    @Schema(name = "GetPresignedUploadUrl")
    record UploadRequest(
            @Nullable String runId,
            @Nullable String modelId,
            @Nullable String path,
            @Nullable Long expiration)
            implements WireRequest {}

    @Schema(name = "GetPresignedDownloadUrl")
    record DownloadRequest(@Nullable String runId, @Nullable String path, @Nullable Long expiration)
            implements WireRequest {}

    @Schema(name = "PresignedUrl")
    record Presigned(String presignedUrl, Map<String, String> headers, @Nullable Long fileSize) {
        @Override
        public String toString() {
            return "Presigned";
        }
    }

    @Needs(Permission.EXPERIMENT_READ)
    @POST
    @Path("/api/2.0/mlflow/artifacts/presigned-download-url")
    public Presigned getPresignedDownloadUrl(DownloadRequest wanted) {
        RunId run = new RunId(Required.field("run_id", wanted.runId()));
        ArtifactPath below = ArtifactPath.parse(Required.field("path", wanted.path()));
        Duration validity = validity(wanted.expiration(), DOWNLOAD_SECONDS);
        ArtifactPath file = visible("download", holders.uriOf(run)).resolve(below);
        DirectTransfers.SignedDownload signed = transfers("download").download(file, validity);
        return new Presigned(signed.url().url(), Map.of(), signed.size());
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("/api/2.0/mlflow/artifacts/presigned-upload-url")
    public Presigned getPresignedUploadUrl(UploadRequest wanted) {
        String run = wanted.runId() == null ? "" : wanted.runId();
        String model = wanted.modelId() == null ? "" : wanted.modelId();
        if (run.isEmpty() == model.isEmpty()) {
            throw TandemException.invalid("Give one of run_id and model_id, not both or none.");
        }
        ArtifactPath below = ArtifactPath.parse(Required.field("path", wanted.path()));
        Duration validity = validity(wanted.expiration(), UPLOAD_SECONDS);
        String uri =
                run.isEmpty()
                        ? holders.uriOf(new LoggedModelId(model))
                        : holders.uriOf(new RunId(run));
        ArtifactPath file = visible("upload", uri).resolve(below);
        return new Presigned(transfers("upload").upload(file, validity).url(), Map.of(), null);
    }

    /** The path of a place that clients see as it is. */
    private ArtifactPath visible(String transfer, String uri) {
        if (uri.startsWith("mlflow-artifacts:")) {
            throw TandemException.invalid(
                    "Presigned "
                            + transfer
                            + " is not supported where artifacts go through the proxy: the"
                            + " artifact URI must be of an S3 server, not mlflow-artifacts:.");
        }
        return uris.require(uri);
    }

    private DirectTransfers transfers(String transfer) {
        return store.directTransfers()
                .orElseThrow(
                        () ->
                                new TandemException(
                                        ErrorCode.NOT_IMPLEMENTED,
                                        "Presigned "
                                                + transfer
                                                + " is not supported for this artifact store."));
    }

    private static Duration validity(@Nullable Long seconds, long usual) {
        long wanted = seconds == null ? usual : seconds;
        long longest = DirectTransfers.LONGEST_VALIDITY.toSeconds();
        if (wanted < 1 || wanted > longest) {
            throw TandemException.invalid(
                    "Invalid value "
                            + wanted
                            + " for expiration: expected 1 to "
                            + longest
                            + " seconds.");
        }
        return Duration.ofSeconds(wanted);
    }
}
