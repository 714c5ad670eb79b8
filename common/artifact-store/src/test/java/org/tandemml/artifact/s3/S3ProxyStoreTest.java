package org.tandemml.artifact.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tandemml.model.ErrorCode;
import org.tandemml.testkit.S3Server;

/** The contract on S3Proxy. */
final class S3ProxyStoreTest extends S3StoreContract {
    @Override
    protected S3Server start() {
        return S3Server.s3proxy();
    }

    @Test
    void wrongKeysAreSaidToBeWrongAndNotRepeated() {
        S3Settings right = settings("x");
        S3Settings wrong =
                new S3Settings(
                        right.location(),
                        right.endpoint(),
                        null,
                        right.accessKey(),
                        "canary-secret",
                        null);
        try (S3Store other = S3Store.open(wrong)) {
            assertThatThrownBy(other::check)
                    .satisfies(hasCode(ErrorCode.INTERNAL_ERROR))
                    .hasMessageContaining("refuses access")
                    .hasMessageContaining("TANDEM_ARTIFACTS_S3_ACCESS_KEY")
                    .hasNoCause()
                    .asString()
                    .doesNotContain("canary-secret", right.accessKey());
        }
        assertThat(wrong.toString()).doesNotContain("canary-secret", right.accessKey());
    }
}
