package org.tandemml.artifact.s3;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * What a failure of an S3 server means to a caller. Of what the client library says only the
 * server's error code is kept: its traces hold the request's headers.
 */
final class S3Failures {
    private static final Set<String> MISSING = Set.of("NoSuchKey", "ResourceNotFound");
    private static final Set<String> NO_SUCH_UPLOAD = Set.of("NoSuchUpload");
    private static final Set<String> REPLACED = Set.of("PreconditionFailed", "Conflict");
    private static final Set<String> BAD_PARTS =
            Set.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML");
    private static final Set<String> FULL =
            Set.of(
                    "QuotaExceeded",
                    "QuotaExceededException",
                    "XMinioStorageFull",
                    "InsufficientStorage",
                    "InsufficientCapacity",
                    "StorageFull");
    private static final Set<String> REFUSED =
            Set.of(
                    "AccessDenied",
                    "AllAccessDisabled",
                    "AccountProblem",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "AuthorizationHeaderMalformed",
                    "RequestTimeTooSkewed",
                    "ExpiredToken",
                    "InvalidToken");
    private static final Set<String> PASSING =
            Set.of(
                    "InternalError",
                    "RequestTimeout",
                    "ServiceUnavailable",
                    "SlowDown",
                    "SlowDownRead",
                    "SlowDownWrite",
                    "Throttling",
                    "TooManyRequests");

    private final S3Location location;

    S3Failures(S3Location location) {
        this.location = location;
    }

    /** Whether the server said that there is no such object. */
    static boolean isMissing(Throwable failure) {
        return MISSING.contains(code(failure));
    }

    /** The failure as one of ours. */
    TandemException translate(Throwable failure) {
        Throwable root = root(failure);
        if (root instanceof TandemException ours) {
            return ours;
        }
        if (root instanceof IOException unreachable) {
            return unavailable("cannot be reached", unreachable);
        }
        if (root instanceof ServerException failed) {
            return failed.statusCode() == 507
                    ? full()
                    : unavailable("answered " + failed.statusCode(), null);
        }
        if (root instanceof InvalidResponseException) {
            return unavailable("answered what no S3 server answers", null);
        }
        if (root instanceof ErrorResponseException refused) {
            return ofCode(code(root), refused.response().code());
        }
        return new TandemException(
                ErrorCode.INTERNAL_ERROR,
                "The call to " + location + " failed: " + root.getClass().getSimpleName());
    }

    /** What the server means by an error code and an HTTP status. */
    TandemException ofCode(String code, int status) {
        if (FULL.contains(code) || status == 507) {
            return full();
        }
        if (REFUSED.contains(code)) {
            return new TandemException(
                    ErrorCode.INTERNAL_ERROR,
                    "The S3 server refuses access to "
                            + location
                            + " ("
                            + code
                            + "): check TANDEM_ARTIFACTS_S3_ACCESS_KEY, _SECRET_KEY, _REGION and"
                            + " what that account may do.");
        }
        if (code.equals("NoSuchBucket")) {
            return new TandemException(
                    ErrorCode.INTERNAL_ERROR,
                    "The S3 server has no bucket '"
                            + location.bucket()
                            + "': create it, or change TANDEM_ARTIFACTS_ROOT.");
        }
        if (NO_SUCH_UPLOAD.contains(code)) {
            return TandemException.notFound("There is no such upload; begin it again.");
        }
        if (BAD_PARTS.contains(code)) {
            return TandemException.invalid(
                    "The parts are not those that were sent (" + code + "); nothing was stored.");
        }
        if (REPLACED.contains(code) || status == 412) {
            return new TandemException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "The file was replaced or deleted meanwhile; try again.");
        }
        if (PASSING.contains(code) || status >= 500) {
            return unavailable("answered " + status + " " + code, null);
        }
        return new TandemException(
                ErrorCode.INTERNAL_ERROR,
                "The S3 server of " + location + " answered " + status + " " + code);
    }

    private static TandemException full() {
        return new TandemException(
                ErrorCode.INSUFFICIENT_STORAGE,
                "The artifact store's bucket is full; nothing was stored.");
    }

    private static TandemException unavailable(String what, @Nullable IOException cause) {
        return new TandemException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The artifact store's S3 server " + what + "; try again.",
                cause);
    }

    private static String code(Throwable failure) {
        return root(failure) instanceof ErrorResponseException refused
                ? String.valueOf(refused.errorResponse().code())
                : "";
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while ((root instanceof CompletionException || root instanceof ExecutionException)
                && root.getCause() != null) {
            root = root.getCause();
        }
        // The library wraps what reading or writing threw.
        if (root.getClass() == io.minio.errors.MinioException.class
                && root.getCause() instanceof IOException io) {
            return io;
        }
        return root;
    }
}
