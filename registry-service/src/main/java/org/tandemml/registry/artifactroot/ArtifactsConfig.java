package org.tandemml.registry.artifactroot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.tandemml.http.settings.Expected;

/** Where artifacts are kept, and who hands them out. */
@ConfigMapping(prefix = "tandem.artifacts")
public interface ArtifactsConfig {
    /**
     * A folder as {@code file:/absolute/folder}, or {@code s3://bucket/prefix}; unset: {@code
     * artifacts} in the home.
     */
    Optional<String> root();

    /**
     * Whether clients read and write through the proxy of this service; if not, they see the root
     * itself and go there.
     */
    @WithDefault("true")
    boolean serve();

    /** How to reach the S3 server of an {@code s3:} root. */
    S3 s3();

    /** An S3 server and the account there. */
    interface S3 {
        /** {@code http://host:port} or {@code https://host}; unset: Amazon's own. */
        @WithDefault("${MLFLOW_S3_ENDPOINT_URL:}")
        Optional<String> endpoint();

        /** The region; unset: Amazon is asked, others get {@code us-east-1}. */
        @WithDefault("${AWS_DEFAULT_REGION:}")
        Optional<String> region();

        /** The access key. */
        @WithDefault("${AWS_ACCESS_KEY_ID:}")
        Optional<String> accessKey();

        /** The secret key. */
        @WithDefault("${AWS_SECRET_ACCESS_KEY:}")
        Optional<String> secretKey();

        /**
         * Whether the bucket is in the URL's path; unset: in the host name at Amazon's, in the path
         * elsewhere.
         */
        Optional<Boolean> pathStyle();

        /** The most requests for artifacts that wait for the S3 server at a time. */
        @WithDefault("64")
        @Expected(value = "a whole number of at least 1", least = "1")
        int maxConcurrent();

        /**
         * Whether clients are told that they may send large files in parts to the S3 server itself;
         * they must reach it at {@link #endpoint}.
         */
        @WithDefault("true")
        boolean directUploads();
    }
}
