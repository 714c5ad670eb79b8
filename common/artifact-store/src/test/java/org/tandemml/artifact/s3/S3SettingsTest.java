package org.tandemml.artifact.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

final class S3SettingsTest {

    @Test
    void aLocationIsABucketAndAPrefix() {
        assertThat(S3Location.parse("s3://models"))
                .isEqualTo(new S3Location("models", ArtifactPath.ROOT));
        assertThat(S3Location.parse("s3://models/"))
                .isEqualTo(new S3Location("models", ArtifactPath.ROOT))
                .hasToString("s3://models");
        assertThat(S3Location.parse("s3://models/team/a/"))
                .isEqualTo(new S3Location("models", ArtifactPath.parse("team/a")))
                .hasToString("s3://models/team/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3:",
                "s3://",
                "s3:///prefix",
                "s3://a",
                "s3://UPPER",
                "s3://a_b",
                "s3://a..b",
                "s3://models/../x",
                "s3://models//x",
                "s3://user:key@models/x",
                "s3://models/a?b#c",
                "http://models/x"
            })
    void anyOtherLocationIsRefused(String uri) {
        assertThatThrownBy(() -> S3Location.parse(uri))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://", "ftp://host", "http://host/path", "http://ho st", "http://h:x"})
    void anEndpointThatCannotBeOneIsRefused(String endpoint) {
        assertThatThrownBy(() -> S3Store.open(settings(endpoint)))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("Invalid S3 endpoint");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (S3Store store = S3Store.open(settings("http://127.0.0.1:" + port))) {
            assertThatThrownBy(store::check)
                    .isInstanceOfSatisfying(
                            TandemException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE))
                    .hasMessageContaining("cannot be reached");
        }
    }

    private static S3Settings settings(String endpoint) {
        return new S3Settings(
                S3Location.parse("s3://models"), endpoint, null, "access", "secret", null);
    }
}
