package org.tandemml.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.TandemException;

final class ArtifactUrisTest {
    private final ArtifactUris uris = new ArtifactUris("/data/root");

    @ParameterizedTest
    @CsvSource({
        "mlflow-artifacts:/0/r/artifacts, 0/r/artifacts",
        "mlflow-artifacts:///0/r/artifacts, 0/r/artifacts",
        "mlflow-artifacts:/0/r/artifacts/, 0/r/artifacts",
        "mlflow-artifacts:/my%20folder/r, my folder/r",
        "mlflow-artifacts:/, ''",
        "file:/data/root/0/r, 0/r",
        "file:///data/root/0/r, 0/r",
        "file:/data/root, ''",
        "/data/root/0/r, 0/r",
        "FILE:///data/root/0/r, 0/r",
        "MLflow-Artifacts:/0/r, 0/r"
    })
    void aUriOfTheStoreIsAPath(String uri, String path) {
        assertThat(uris.require(uri)).isEqualTo(ArtifactPath.parseFolder(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts://host/0/r",
                "mlflow-artifacts://host:5000/0/r",
                "s3://bucket/0/r",
                "file:/data/other/0/r",
                "file:/data/rootx/0/r",
                "file://host/data/root/0/r",
                "/data/rootx",
                "/data",
                "relative/path",
                "http://host/0/r",
                ""
            })
    void anyOtherUriIsElsewhere(String uri) {
        assertThat(uris.find(uri)).isEmpty();
        assertThatThrownBy(() -> uris.require(uri))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("not in this server's artifact store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts:/../x",
                "mlflow-artifacts:/%2e%2e/x",
                "mlflow-artifacts:/a//b",
                "mlflow-artifacts:/a%00",
                "mlflow-artifacts:/a%zz",
                "file:/data/root/../x",
                "/data/root/../x",
                "file:/data/root/%2e%2e/x"
            })
    void aUriThatOnlyLooksAsIfItWereInTheStoreIsRefused(String uri) {
        assertThatThrownBy(() -> uris.find(uri)).isInstanceOf(TandemException.class);
    }

    @Test
    void aUriOfAStoreOnS3IsAPathAsItIsWritten() {
        ArtifactUris remote = new ArtifactUris("s3://bucket/a");
        assertThat(remote.require("s3://bucket/a/0/r")).hasToString("0/r");
        assertThat(remote.require("s3://bucket/a/b c+d")).hasToString("b c+d");
        assertThat(remote.require("s3://bucket/a").isRoot()).isTrue();
        assertThat(remote.require("mlflow-artifacts:/0/r")).hasToString("0/r");
        for (String scheme : new String[] {"S3", "s3a", "s3n", "S3A"}) {
            assertThat(remote.require(scheme + "://bucket/a/0/r")).hasToString("0/r");
            assertThat(remote.find(scheme + "://other/a/0/r")).isEmpty();
        }
        assertThat(remote.find("s3b://bucket/a/0/r")).isEmpty();
        assertThat(remote.find("s3://bucket/ab/0/r")).isEmpty();
        assertThat(remote.find("s3://other/a/0/r")).isEmpty();
        assertThat(remote.find("file:/a/0/r")).isEmpty();
        assertThatThrownBy(() -> remote.find("s3://bucket/a/../b"))
                .isInstanceOf(TandemException.class);
    }
}
