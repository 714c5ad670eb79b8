package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

class SourceUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/path/model",
                "s3:/my-bucket/path",
                "S3://bucket/a b/é/100%/x%20y",
                "gs://b/m",
                "dbfs:/mlflow/1/model",
                "hdfs://name:9000/m",
                "wasbs://container@account.blob.core.windows.net/m",
                "s3://bucket/...",
                "s3://bucket/a..b/..c",
                "runs:/0123456789abcdef0123456789abcdef/model",
                "models:/name/1",
                "models:/what? # ;/1",
                "mlflow-artifacts:/0/run/artifacts/model",
                "file:///data/0/run/artifacts/model",
                "file:/data/m",
                "file://localhost/data/m",
                "/data/0/run/artifacts/model"
            })
    void takesPlacesInStores(String source) {
        assertThat(SourceUri.parse(source).text()).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/../other",
                "s3://bucket/a/..",
                "s3://bucket/./a",
                "mlflow-artifacts:/0/../1",
                "mlflow-artifacts:/0/%2e%2e/1",
                "mlflow-artifacts:/0/%2E%2E%2F1",
                "mlflow-artifacts:/0/%252e%252e/1",
                "mlflow-artifacts:/0/%25252e%25252e/1",
                "mlflow-artifacts:/0/..%2f1",
                "mlflow-artifacts:/0/..%5c1",
                "mlflow-artifacts:/0\\..\\1",
                "mlflow-artifacts:/0/%00",
                "mlflow-artifacts:/0/%c0%ae%c0%ae/1",
                "mlflow-artifacts:/0/\uff0e\uff0e/1",
                "mlflow-artifacts:/0/\u2025/1",
                "mlflow-artifacts:/0/..;/1",
                "mlflow-artifacts:/0/a?b",
                "mlflow-artifacts:/0/a#b",
                "mlflow-artifacts:/0/a;b",
                "mlflow-artifacts:/0/a\nb",
                "mlflow-artifacts://host:9000/0/run",
                "mlflow-artifacts:0/run",
                "runs://host/run/model",
                "models://host/name/1",
                "file://host/share/m",
                "file:../m",
                "file:///data/%2e%2e/etc/passwd",
                "file://localhost:80/m",
                "/data/../etc/passwd",
                "/data/./m",
                "../m",
                "model",
                "path/to/model",
                "c:/m",
                "C:\\m",
                "\\\\host\\share",
                "http://host/m",
                "HTTPS://host/m",
                "ftp://host/m",
                "sftp://host/m",
                "javascript:/alert(1)",
                "data:/text/html,x",
                "jar:/file",
                "://x",
                ":/x",
                "s3:bucket",
                ""
            })
    void refusesWhatIsNone(String source) {
        assertThatThrownBy(() -> SourceUri.parse(source))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
                            assertThat(e.getMessage())
                                    .startsWith("Invalid model version source: '");
                        });
    }

    @Test
    void decodingEnds() {
        String deep =
                "mlflow-artifacts:/0/%" + "25".repeat(500) + "2e%" + "25".repeat(500) + "2e/1";
        assertThatThrownBy(() -> SourceUri.parse(deep)).hasMessageContaining("many times over");
    }

    @ParameterizedTest
    @CsvSource({
        "mlflow-artifacts:/0/r/artifacts, mlflow-artifacts:/0/r/artifacts/model, true",
        "mlflow-artifacts:/0/r/artifacts, mlflow-artifacts:/0/r/artifacts, true",
        "mlflow-artifacts:/0/r/artifacts, MLFLOW-artifacts:///0/r//artifacts/, true",
        "mlflow-artifacts:/0/r/artifacts, mlflow-artifacts:/0/r/artifacts2/model, false",
        "mlflow-artifacts:/0/r/artifacts, mlflow-artifacts:/0/r, false",
        "mlflow-artifacts:/0/r/artifacts, mlflow-artifacts:/0/%72/artifacts/m, false",
        "mlflow-artifacts:/0/r/artifacts, /0/r/artifacts/model, false",
        "mlflow-artifacts:/, mlflow-artifacts:/0/r, false",
        "file:///data/my%20store/0, /data/my store/0/model, true",
        "file:///data/my%20store/0, file:/data/my%20store/0/model, true",
        "file:///data/my%20store/0, file://localhost/data/my%20store/0/model, true",
        "/data/0, file:///data/0/m, true",
        "/data/0, /data/01/m, false"
    })
    void knowsWhatLiesInAFolder(String folder, String source, boolean within) {
        assertThat(SourceUri.parse(source).isWithin(SourceUri.folder(folder))).isEqualTo(within);
    }
}
