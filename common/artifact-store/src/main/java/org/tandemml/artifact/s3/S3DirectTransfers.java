package org.tandemml.artifact.s3;

import io.minio.Http;
import io.minio.messages.Part;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.DirectTransfers;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** Transfers between clients and the S3 server, by URLs that are signed with this store's key. */
final class S3DirectTransfers implements DirectTransfers {
    private final Bucket bucket;
    private final Keys keys;

    S3DirectTransfers(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    @Override
    public SignedDownload download(ArtifactPath path, Duration validity) {
        S3Store.requireBelowRoot(path);
        String key = keys.of(path);
        long size = bucket.head(key).orElseThrow(() -> S3Store.missing(path)).size();
        String name =
                URLEncoder.encode(path.name(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
        return new SignedDownload(
                sign(
                        Http.Method.GET,
                        key,
                        validity,
                        Map.of(
                                "response-content-disposition",
                                "attachment; filename*=UTF-8''" + name)),
                size);
    }

    @Override
    public SignedUrl upload(ArtifactPath path, Duration validity) {
        S3Store.requireBelowRoot(path);
        return sign(Http.Method.PUT, keys.of(path), validity, Map.of());
    }

    @Override
    public PartedUpload begin(ArtifactPath path, int parts, Duration validity) {
        S3Store.requireBelowRoot(path);
        if (parts < 1 || parts > MOST_PARTS) {
            throw TandemException.invalid(
                    "Invalid number of parts " + parts + ": expected 1 to " + MOST_PARTS + ".");
        }
        String key = keys.of(path);
        String uploadId = bucket.beginUpload(key);
        return new PartedUpload(
                uploadId,
                IntStream.rangeClosed(1, parts)
                        .mapToObj(
                                number ->
                                        sign(
                                                Http.Method.PUT,
                                                key,
                                                validity,
                                                Map.of(
                                                        "partNumber",
                                                        String.valueOf(number),
                                                        "uploadId",
                                                        uploadId)))
                        .toList());
    }

    @Override
    public void complete(ArtifactPath path, String uploadId, List<SentPart> parts) {
        S3Store.requireBelowRoot(path);
        if (parts.isEmpty()) {
            throw TandemException.invalid("An upload without parts: expected at least one.");
        }
        bucket.completeUpload(
                keys.of(path),
                uploadId,
                parts.stream().map(part -> new Part(part.number(), part.tag())).toList());
    }

    @Override
    public void abort(ArtifactPath path, String uploadId) {
        S3Store.requireBelowRoot(path);
        try {
            bucket.abortUpload(keys.of(path), uploadId);
        } catch (TandemException failed) {
            if (failed.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
                throw failed;
            }
        }
    }

    private SignedUrl sign(
            Http.Method method, String key, Duration validity, Map<String, String> parameters) {
        if (validity.compareTo(Duration.ofSeconds(1)) < 0
                || validity.compareTo(LONGEST_VALIDITY) > 0) {
            throw TandemException.invalid(
                    "A URL can be valid for 1 to " + LONGEST_VALIDITY.toSeconds() + " seconds.");
        }
        return new SignedUrl(bucket.sign(method, key, validity, parameters));
    }
}
