package org.tandemml.artifact.s3;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.DeleteObjectsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.Http;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.UploadPartArgs;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.Part;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.Sha256;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** The calls to one bucket. All of them block, and throw {@link TandemException}s. */
final class Bucket implements AutoCloseable {
    /** The most keys that S3 lists or deletes at a time. */
    static final int PAGE = 1000;

    private static final String CONTENT_SHA256 = "X-Amz-Content-Sha256";
    private static final String CONTENT_MD5 = "Content-MD5";

    private final MinioAsyncClient client;
    private final String name;
    private final @Nullable String region;
    private final S3Failures failures;

    Bucket(S3Settings settings) {
        this.client = S3Connection.open(settings);
        this.name = settings.location().bucket();
        this.region = settings.region();
        this.failures = new S3Failures(settings.location());
    }

    Optional<HeadObjectResponse> head(String key) {
        return found(client.headObject(HeadObjectArgs.builder().bucket(name).object(key).build()));
    }

    /** The whole object; must be closed. */
    Optional<GetObjectResponse> get(String key) {
        return found(client.getObject(GetObjectArgs.builder().bucket(name).object(key).build()));
    }

    /**
     * A part of an object, if it still has that entity tag; must be closed.
     *
     * @throws TandemException {@code RESOURCE_CONFLICT} if it has another, or is gone
     */
    GetObjectResponse get(String key, String tag, long offset, long length) {
        return found(
                        client.getObject(
                                GetObjectArgs.builder()
                                        .bucket(name)
                                        .object(key)
                                        .matchETag('"' + tag + '"')
                                        .offset(offset)
                                        .length(length)
                                        .build()))
                .orElseThrow(
                        () ->
                                new TandemException(
                                        ErrorCode.RESOURCE_CONFLICT,
                                        "The file was deleted meanwhile."));
    }

    ListBucketResultV2 list(
            String prefix, @Nullable String delimiter, int most, @Nullable String token) {
        ListObjectsV2Args.Builder args =
                ListObjectsV2Args.builder()
                        .bucket(name)
                        .prefix(prefix)
                        .maxKeys(most)
                        .encodingType("url");
        if (delimiter != null) {
            args.delimiter(delimiter);
        }
        if (token != null) {
            args.continuationToken(token);
        }
        return await(client.listObjectsV2(args.build())).result();
    }

    void put(String key, byte[] bytes, int length, Sha256 digest) {
        await(
                client.putObject(
                        PutObjectAPIArgs.builder()
                                .bucket(name)
                                .object(key)
                                .data(bytes, length)
                                .headers(integrity(bytes, length, digest))
                                .build()));
    }

    String beginUpload(String key) {
        return await(
                        client.createMultipartUpload(
                                CreateMultipartUploadArgs.builder()
                                        .bucket(name)
                                        .object(key)
                                        .build()))
                .result()
                .uploadId();
    }

    Part putPart(String key, String uploadId, int number, byte[] bytes, int length) {
        MessageDigest digest = Sha256.computation();
        digest.update(bytes, 0, length);
        return await(
                        client.uploadPart(
                                UploadPartArgs.builder()
                                        .bucket(name)
                                        .object(key)
                                        .uploadId(uploadId)
                                        .partNumber(number)
                                        .data(bytes, length)
                                        .headers(
                                                integrity(
                                                        bytes, length, Sha256.of(digest.digest())))
                                        .build()))
                .part();
    }

    void completeUpload(String key, String uploadId, List<Part> parts) {
        await(
                client.completeMultipartUpload(
                        CompleteMultipartUploadArgs.builder()
                                .bucket(name)
                                .object(key)
                                .uploadId(uploadId)
                                .parts(parts.toArray(new Part[0]))
                                .build()));
    }

    void abortUpload(String key, String uploadId) {
        await(
                client.abortMultipartUpload(
                        AbortMultipartUploadArgs.builder()
                                .bucket(name)
                                .object(key)
                                .uploadId(uploadId)
                                .build()));
    }

    /** Deletes at most {@link #PAGE} objects; those that are not there are fine. */
    void delete(List<String> keys) {
        List<DeleteResult.Error> errors =
                await(
                                client.deleteObjects(
                                        DeleteObjectsArgs.builder()
                                                .bucket(name)
                                                .objects(
                                                        keys.stream()
                                                                .map(DeleteRequest.Object::new)
                                                                .toList())
                                                .quiet(true)
                                                .build()))
                        .result()
                        .errors();
        errors.stream()
                .map(error -> String.valueOf(error.code()))
                .filter(code -> !code.equals("NoSuchKey"))
                .findFirst()
                .ifPresent(
                        code -> {
                            throw failures.ofCode(code, 500);
                        });
    }

    String sign(Http.Method method, String key, Duration validity, Map<String, String> parameters) {
        GetPresignedObjectUrlArgs.Builder args =
                GetPresignedObjectUrlArgs.builder()
                        .method(method)
                        .bucket(name)
                        .object(key)
                        .expiry((int) validity.toSeconds())
                        .extraQueryParams(parameters);
        if (region != null) {
            args.region(region);
        }
        try {
            return client.getPresignedObjectUrl(args.build());
        } catch (MinioException failed) {
            throw failures.translate(failed);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** The digests by which the server checks what arrives. */
    private static Http.Headers integrity(byte[] bytes, int length, Sha256 digest) {
        byte[] md5;
        try {
            MessageDigest computation = MessageDigest.getInstance("MD5");
            computation.update(ByteBuffer.wrap(bytes, 0, length));
            md5 = computation.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has MD5", impossible);
        }
        return new Http.Headers(
                CONTENT_SHA256, digest.hex(), CONTENT_MD5, Base64.getEncoder().encodeToString(md5));
    }

    private <T> Optional<T> found(CompletableFuture<T> call) {
        try {
            return Optional.of(result(call));
        } catch (ExecutionException failed) {
            if (S3Failures.isMissing(failed)) {
                return Optional.empty();
            }
            throw failures.translate(failed);
        }
    }

    private <T> T await(CompletableFuture<T> call) {
        try {
            return result(call);
        } catch (ExecutionException failed) {
            throw failures.translate(failed);
        }
    }

    private static <T> T result(CompletableFuture<T> call) throws ExecutionException {
        try {
            return call.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "The artifact store is being closed; try again.",
                    interrupted);
        }
    }
}
