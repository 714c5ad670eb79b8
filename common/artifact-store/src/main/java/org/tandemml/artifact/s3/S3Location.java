package org.tandemml.artifact.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Where a store is on an S3 server.
 *
 * @param bucket its bucket
 * @param prefix the folder in it that is the store's root; the root of the bucket is the store's
 *     too where this is {@link ArtifactPath#ROOT}
 */
public record S3Location(String bucket, ArtifactPath prefix) {
    private static final Pattern URI = Pattern.compile("s3://([^/]*)(?:/(.*))?", Pattern.DOTALL);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    public S3Location {
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            throw TandemException.invalid(
                    "Invalid bucket '"
                            + Texts.excerpt(bucket)
                            + "': expected 3 to 63 of a-z, 0-9, '-' and '.', a letter or digit at"
                            + " both ends.");
        }
    }

    /**
     * Reads {@code s3://bucket} or {@code s3://bucket/prefix}, with or without a slash at the end.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static S3Location parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw TandemException.invalid(
                    "Invalid location '" + Texts.excerpt(uri) + "': expected s3://bucket/prefix.");
        }
        String prefix = parts.group(2) == null ? "" : parts.group(2);
        return new S3Location(parts.group(1), ArtifactPath.parseFolder(prefix));
    }

    /** The URI, without a slash at the end. */
    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isRoot() ? "" : "/" + prefix);
    }
}
