package org.tandemml.registry.artifactroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.home.Home;
import org.tandemml.registry.home.StartupException;

final class ArtifactRootTest {
    @TempDir Path temp;

    private record Settings(Optional<String> root, boolean serve, ArtifactsConfig.S3 s3)
            implements ArtifactsConfig {}

    private record Server(
            Optional<String> endpoint,
            Optional<String> region,
            Optional<String> accessKey,
            Optional<String> secretKey,
            Optional<Boolean> pathStyle,
            int maxConcurrent)
            implements ArtifactsConfig.S3 {
        @Override
        public boolean directUploads() {
            return true;
        }

        private static final Server NONE = of(null, null);

        static Server of(String accessKey, String secretKey) {
            return new Server(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(accessKey),
                    Optional.ofNullable(secretKey),
                    Optional.empty(),
                    64);
        }
    }

    private ArtifactRoot root(String root, boolean serve, Server server) {
        return new ArtifactRoot(
                new Settings(Optional.ofNullable(root), serve, server), new Home(temp));
    }

    @Test
    void theDefaultIsAFolderInTheHomeBehindTheProxy() {
        ArtifactRoot root = root(null, true, Server.NONE);
        assertThat(root.folder()).contains(temp.resolve("artifacts"));
        assertThat(root.s3()).isEmpty();
        assertThat(root.uri()).isEqualTo("mlflow-artifacts:/");
    }

    @Test
    void withoutTheProxyClientsSeeTheRootItself() {
        assertThat(root("/data/a b", false, Server.NONE).uri()).isEqualTo("file:///data/a%20b/");
        assertThat(root("file:/data/x/", false, Server.NONE).uri()).isEqualTo("file:///data/x/");
        ArtifactRoot remote = root("s3://models/team/", false, Server.of("a", "b"));
        assertThat(remote.uri()).isEqualTo("s3://models/team/");
        assertThat(remote.location()).isEqualTo("s3://models/team");
        assertThat(remote.folder()).isEmpty();
    }

    @Test
    void aRootOnS3NeedsBothKeysAndDoesNotShowThem() {
        assertThatThrownBy(() -> root("s3://models", true, Server.NONE))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("TANDEM_ARTIFACTS_S3_ACCESS_KEY")
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
        assertThatThrownBy(() -> root("s3://models", true, Server.of("canary-key", null)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("TANDEM_ARTIFACTS_S3_SECRET_KEY")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative",
                "http://x/y",
                "file:relative",
                "file://host/x",
                "s3:",
                "s3://",
                "s3://B",
                "s3://models/../x",
                ""
            })
    void anyOtherRootIsRefused(String root) {
        assertThatThrownBy(() -> root(root, true, Server.of("a", "b")))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("TANDEM_ARTIFACTS_ROOT is '" + root + "'")
                .hasMessageContaining("file:/absolute/folder or s3://bucket/prefix");
    }
}
