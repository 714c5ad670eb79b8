package org.tandemml.registry.artifactroot;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.artifact.s3.S3Location;
import org.tandemml.artifact.s3.S3Settings;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.StartupException;

/** The root of all artifacts: a folder of this machine, or a place on an S3 server. */
@Singleton
public final class ArtifactRoot {
    private static final String PROXY = "mlflow-artifacts:";

    private final @Nullable Path folder;
    private final @Nullable S3Settings s3;
    private final boolean served;

    /**
     * @throws StartupException if the settings cannot be right, with what to write instead
     */
    ArtifactRoot(ArtifactsConfig config, Home home) {
        String root = config.root().orElse("");
        boolean remote = root.startsWith("s3:");
        try {
            this.s3 = remote ? settings(root, config.s3()) : null;
            this.folder =
                    remote
                            ? null
                            : config.root().map(ArtifactRoot::folder).orElseGet(home::artifacts);
        } catch (TandemException refused) {
            throw new StartupException(refused.getMessage(), refused);
        }
        this.served = config.serve();
    }

    /** Absolute; empty if the root is on an S3 server. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** Empty if the root is a folder. */
    public Optional<S3Settings> s3() {
        return Optional.ofNullable(s3);
    }

    /**
     * The root as it is, without a slash at the end: an absolute path or {@code
     * s3://bucket/prefix}.
     */
    public String location() {
        return s3 == null ? String.valueOf(folder) : s3.location().toString();
    }

    /**
     * The URI, ending with a slash, below which experiments keep artifacts when their creator names
     * no place: the proxy's, or the root's own when clients write to it themselves ({@code
     * TANDEM_ARTIFACTS_SERVE=false}).
     */
    public String uri() {
        if (served) {
            return PROXY + "/";
        }
        String own = folder == null ? location() : folder.toUri().toString();
        return own.endsWith("/") ? own : own + "/";
    }

    /**
     * The folder that a {@code file:} URI or an absolute path names.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that says what to write instead
     */
    static Path folder(String root) {
        if (root.startsWith("/")) {
            return Path.of(root).normalize();
        }
        try {
            URI uri = URI.create(root);
            if (!"file".equalsIgnoreCase(uri.getScheme())) {
                throw refused(root, "it is no file: or s3: URI");
            }
            return Path.of(uri).normalize();
        } catch (IllegalArgumentException malformed) {
            throw refused(root, "it is no URI of a folder");
        }
    }

    private static S3Settings settings(String root, ArtifactsConfig.S3 config) {
        S3Location location;
        try {
            location = S3Location.parse(root);
        } catch (TandemException malformed) {
            throw refused(root, malformed.getMessage());
        }
        return new S3Settings(
                location,
                config.endpoint().orElse(null),
                config.region().orElse(null),
                key(config.accessKey(), "TANDEM_ARTIFACTS_S3_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
                key(config.secretKey(), "TANDEM_ARTIFACTS_S3_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
                config.pathStyle().orElse(null));
    }

    private static String key(Optional<String> value, String variable, String other) {
        return value.orElseThrow(
                () ->
                        TandemException.invalid(
                                "TANDEM_ARTIFACTS_ROOT is on an S3 server, but neither "
                                        + variable
                                        + " nor "
                                        + other
                                        + " is set."));
    }

    private static TandemException refused(String root, String reason) {
        return TandemException.invalid(
                "TANDEM_ARTIFACTS_ROOT is '"
                        + Texts.excerpt(root)
                        + "': "
                        + reason
                        + "; expected file:/absolute/folder or s3://bucket/prefix.");
    }
}
