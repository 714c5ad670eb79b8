package org.tandemml.registry.artifact.rest;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.security.Needs;
import org.tandemml.registry.security.Permission;
import org.tandemml.registry.wire.Empty;
import org.tandemml.registry.wire.Required;
import org.tandemml.registry.wire.WireRequest;

/** MLflow's multipart uploads: clients send the parts to the S3 server themselves. */
@Proxied
@StoreLane
@Path("/api/2.0/mlflow-artifacts/mpu")
@Produces(MediaType.APPLICATION_JSON)
public final class MultipartResource {
    private static final String ROUTE = "mlflow-artifacts/mpu/";
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final ArtifactStore store;

    MultipartResource(ArtifactStore store) {
        this.store = store;
    }

    /** The file's name, of which older clients send the whole path on their machine. */
    @Schema(name = "CreateMultipartUpload")
    record CreateRequest(@Nullable String path, @Nullable Integer numParts)
            implements WireRequest {}

    @Schema(name = "CompleteMultipartUpload")
    record CompleteRequest(
            @Nullable String path, @Nullable String uploadId, @Nullable List<SentPart> parts)
            implements WireRequest {}

    @Schema(name = "MultipartUploadPart")
    record SentPart(@Nullable Integer partNumber, @Nullable String etag, @Nullable String url) {}

    @Schema(name = "AbortMultipartUpload")
    record AbortRequest(@Nullable String path, @Nullable String uploadId) implements WireRequest {}

    @Schema(name = "MultipartUpload")
    record Begun(String uploadId, List<Credential> credentials) {
        @Override
        public String toString() {
            return "Begun[" + uploadId + "]";
        }
    }

    /** A URL to PUT a part to; no headers are needed. */
    @Schema(name = "MultipartUploadCredential")
    record Credential(String url, int partNumber) {
        @Override
        public String toString() {
            return "Credential[" + partNumber + "]";
        }
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("/create/{path:.*}")
    public Begun createMultipartUpload(@Context HttpServerRequest request, CreateRequest wanted) {
        ArtifactPath file = file("create/", request, wanted.path());
        int parts = wanted.numParts() == null ? 1 : wanted.numParts();
        DirectTransfers.PartedUpload upload = transfers().begin(file, parts, VALIDITY);
        List<Credential> credentials = new ArrayList<>(parts);
        for (DirectTransfers.SignedUrl part : upload.parts()) {
            credentials.add(new Credential(part.url(), credentials.size() + 1));
        }
        return new Begun(upload.uploadId(), credentials);
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("/complete/{path:.*}")
    public Empty completeMultipartUpload(@Context HttpServerRequest request, CompleteRequest sent) {
        ArtifactPath file = file("complete/", request, sent.path());
        String uploadId = Required.field("upload_id", sent.uploadId());
        List<DirectTransfers.SentPart> parts =
                Required.field("parts", sent.parts()).stream()
                        .map(
                                part ->
                                        new DirectTransfers.SentPart(
                                                Required.field(
                                                        "parts.part_number", part.partNumber()),
                                                Required.field("parts.etag", part.etag())))
                        .toList();
        transfers().complete(file, uploadId, parts);
        return Empty.INSTANCE;
    }

    @Needs(Permission.EXPERIMENT_EDIT)
    @POST
    @Path("/abort/{path:.*}")
    public Empty abortMultipartUpload(@Context HttpServerRequest request, AbortRequest given) {
        DirectTransfers transfers = transfers();
        transfers.abort(
                file("abort/", request, given.path()),
                Required.field("upload_id", given.uploadId()));
        return Empty.INSTANCE;
    }

    /** Clients fall back to a plain PUT when they read these words. */
    private DirectTransfers transfers() {
        return store.directTransfers()
                .orElseThrow(
                        () ->
                                new TandemException(
                                        ErrorCode.NOT_IMPLEMENTED,
                                        "Multipart upload is not supported for this artifact"
                                                + " store; use PUT."));
    }

    private static ArtifactPath file(
            String action, HttpServerRequest request, @Nullable String clientPath) {
        String given = Required.field("path", clientPath);
        int afterFolders = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1;
        return RawPath.after(ROUTE + action, request).resolve(given.substring(afterFolders));
    }
}
