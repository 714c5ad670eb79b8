package org.tandemml.registry.artifactroot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.tandemml.http.settings.Expected;

/** Where artifacts are kept, and who hands them out. */
@ConfigMapping(prefix = "tandem.artifacts")
public interface ArtifactsConfig {
    /**
     * Where artifacts are kept: {@code file:/absolute/folder} or {@code s3://bucket/prefix}. Unset:
     * the home's {@code artifacts/}. Folders below a folder are open to whom it is open when the
     * service starts; one that is not there is made for its owner alone.
     */
    Optional<String> root();

    /**
     * {@code true}: clients see {@code mlflow-artifacts:/} and go through the proxy; {@code false}:
     * they see the root itself and write there.
     */
    @WithDefault("true")
    boolean serve();

    /** How to reach the S3 server of an {@code s3:} root. */
    S3 s3();

    /** An S3 server and the account there. */
    interface S3 {
        /**
         * {@code http://host:port} or {@code https://host} of the S3 server. Unset: Amazon's own.
         */
        @WithDefault("${MLFLOW_S3_ENDPOINT_URL:}")
        Optional<String> endpoint();

        /** Its region. Unset: Amazon is asked, others get {@code us-east-1}. */
        @WithDefault("${AWS_DEFAULT_REGION:}")
        Optional<String> region();

        /** The account's access key; needed with an {@code s3:} root. */
        @WithDefault("${AWS_ACCESS_KEY_ID:}")
        Optional<String> accessKey();

        /** The account's secret key; needed with an {@code s3:} root. */
        @WithDefault("${AWS_SECRET_ACCESS_KEY:}")
        Optional<String> secretKey();

        /**
         * {@code true}: the bucket is in the URL's path; {@code false}: in its host name. Unset: in
         * the host name at Amazon's, in the path elsewhere.
         */
        Optional<Boolean> pathStyle();

        /**
         * Most requests for artifacts that wait for the S3 server; beyond: 503 with Retry-After.
         */
        @WithDefault("64")
        @Expected(value = "a whole number of at least 1", least = "1")
        int maxConcurrent();

        /**
         * {@code true}: clients of MLflow 3.18 and newer are told that they may send files of 500
         * MB and more in parts to the S3 server itself, at the endpoint above; {@code false}: they
         * send them through this service, for an S3 server that they cannot reach.
         */
        @WithDefault("true")
        boolean directUploads();
    }
}
