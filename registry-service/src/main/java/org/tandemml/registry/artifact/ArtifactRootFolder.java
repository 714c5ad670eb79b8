package org.tandemml.registry.artifact;

import java.net.URI;
import java.nio.file.Path;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** Reads the setting {@code TANDEM_ARTIFACTS_ROOT}. */
final class ArtifactRootFolder {
    private ArtifactRootFolder() {}

    /**
     * The folder that a {@code file:} URI or an absolute path names.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that says what to write instead
     */
    static Path parse(String root) {
        if (root.startsWith("s3:")) {
            throw refused(root, "this build has no S3 store");
        }
        if (root.startsWith("/")) {
            return Path.of(root).normalize();
        }
        try {
            URI uri = URI.create(root);
            if (!"file".equalsIgnoreCase(uri.getScheme())) {
                throw refused(root, "it is no file: URI");
            }
            return Path.of(uri).normalize();
        } catch (IllegalArgumentException malformed) {
            throw refused(root, "it is no URI of a folder");
        }
    }

    private static TandemException refused(String root, String reason) {
        return TandemException.invalid(
                "TANDEM_ARTIFACTS_ROOT is '"
                        + Texts.excerpt(root)
                        + "': "
                        + reason
                        + "; expected file:/absolute/folder.");
    }
}
