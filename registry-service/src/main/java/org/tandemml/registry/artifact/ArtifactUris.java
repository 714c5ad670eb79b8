package org.tandemml.registry.artifact;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.artifactroot.ArtifactRoot;

/** Which path of this registry's store an artifact URI names. */
@Singleton
public final class ArtifactUris {
    private static final String PROXY = "mlflow-artifacts:";
    private static final String S3 = "s3:";

    /** Hadoop's names of the same servers. */
    private static final Set<String> ALSO_S3 = Set.of("s3a:", "s3n:");

    private final String root;

    @Inject
    ArtifactUris(ArtifactRoot root) {
        this(root.location());
    }

    /**
     * @param root an absolute path or {@code s3://bucket/prefix}
     */
    ArtifactUris(String root) {
        this.root = root;
    }

    /**
     * The path of a URI: {@code mlflow-artifacts:/path}, or an {@code s3:} URI, {@code file:} URI
     * or absolute path below the store's root. Schemes in any case; {@code s3a:} and {@code s3n:}
     * are {@code s3:}. Empty if it names another place.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it would be in this store but is
     *     not a path that an artifact can have
     */
    public Optional<ArtifactPath> find(String written) {
        String uri = withUsualScheme(written);
        if (uri.startsWith(PROXY)) {
            return find(uri.substring(PROXY.length()), "");
        }
        if (root.startsWith(S3)) {
            // As the clients do, which decode nothing in these.
            return below(uri, root);
        }
        if (uri.startsWith("file:")) {
            return find(uri.substring("file:".length()), root);
        }
        return uri.startsWith("/") ? below(uri, root) : Optional.empty();
    }

    /**
     * The path of a URI that must be in this store.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is not
     */
    public ArtifactPath require(String uri) {
        return find(uri)
                .orElseThrow(
                        () ->
                                TandemException.invalid(
                                        "The artifacts are at '"
                                                + Texts.excerpt(uri)
                                                + "', which is not in this server's artifact"
                                                + " store; read them there."));
    }

    /** Whoever spells the scheme in another way means, and gets, the same files. */
    private static String withUsualScheme(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 0) {
            return uri;
        }
        String scheme = uri.substring(0, colon + 1).toLowerCase(Locale.ROOT);
        return (ALSO_S3.contains(scheme) ? S3 : scheme) + uri.substring(colon + 1);
    }

    private static Optional<ArtifactPath> find(String hierarchy, String root) {
        boolean authority = hierarchy.startsWith("//") && !hierarchy.startsWith("///");
        return authority
                ? Optional.empty()
                : below(PercentEncoding.decode(hierarchy.replaceFirst("^/+", "/")), root);
    }

    private static Optional<ArtifactPath> below(String path, String root) {
        if (path.equals(root)) {
            return Optional.of(ArtifactPath.ROOT);
        }
        return path.startsWith(root + "/")
                ? Optional.of(ArtifactPath.parseFolder(path.substring(root.length() + 1)))
                : Optional.empty();
    }
}
