package org.tandemml.artifact.s3;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a store on an S3 server.
 *
 * @param location bucket and prefix
 * @param endpoint {@code http://host:port} or {@code https://host}; null for Amazon's own
 * @param region null to ask the server (Amazon's), or {@code us-east-1} (others)
 * @param accessKey of the account
 * @param secretKey of the account
 * @param pathStyle whether the bucket is in the URL's path (true) or in its host name (false); null
 *     for what is usual: in the host name at Amazon's, in the path elsewhere
 */
public record S3Settings(
        S3Location location,
        @Nullable String endpoint,
        @Nullable String region,
        String accessKey,
        String secretKey,
        @Nullable Boolean pathStyle) {

    /** Without the keys. */
    @Override
    public String toString() {
        return "S3Settings[" + location + " at " + (endpoint == null ? "Amazon" : endpoint) + "]";
    }
}
