package org.tandemml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {
    private static final ModelName CHURN = new ModelName("churn");

    @Test
    void eachFormIsRead() {
        assertThat(ModelUri.parse("models:/churn/3"))
                .isEqualTo(new ModelUri.Version(CHURN, new VersionNumber(3)));
        assertThat(ModelUri.parse("models:/churn/production"))
                .isEqualTo(new ModelUri.InStage(CHURN, Stage.PRODUCTION));
        assertThat(ModelUri.parse("models:/churn/LATEST")).isEqualTo(new ModelUri.Latest(CHURN));
        assertThat(ModelUri.parse("models:/churn@champion"))
                .isEqualTo(new ModelUri.Aliased(CHURN, new AliasName("champion")));
        String id = "m-0123456789abcdef0123456789abcdef";
        assertThat(ModelUri.parse("models:/" + id))
                .isEqualTo(new ModelUri.Logged(new LoggedModelId(id)));
        assertThat(ModelUri.parse("runs:/abc123/model/sub"))
                .isEqualTo(new ModelUri.InRun(new RunId("abc123"), "model/sub"));
        assertThat(ModelUri.parse("runs:/abc123"))
                .isEqualTo(new ModelUri.InRun(new RunId("abc123"), ""));
        assertThat(ModelUri.parse("mlflow-artifacts:/1/abc/artifacts/model"))
                .isEqualTo(new ModelUri.Proxied("1/abc/artifacts/model"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models:/churn/3",
                "models:/churn/Production",
                "models:/churn/latest",
                "models:/churn@champion",
                "models:/m-0123456789abcdef0123456789abcdef",
                "runs:/abc123/model",
                "mlflow-artifacts:/1/abc/artifacts"
            })
    void whatIsReadIsWrittenTheSame(String uri) {
        assertThat(ModelUri.parse(uri)).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "models",
                "models:churn/1",
                "models:/",
                "models:/churn",
                "models:/churn/",
                "models:/churn/0",
                "models:/churn/1/x",
                "models:/churn/prod",
                "models:/churn@",
                "models:/@champion",
                "models://server/churn/1",
                "runs:/",
                "runs:/a b/model",
                "runs:/abc/../other",
                "runs:/abc//model",
                "runs:/abc/%2e%2e/model",
                "mlflow-artifacts:/1/../2",
                "mlflow-artifacts://host/1",
                "mlflow-artifacts:/a\\b",
                "file:/etc/passwd",
                "FILE:/etc/passwd",
                "s3://bucket/key"
            })
    void whatIsNoModelUriIsRefused(String uri) {
        assertThatThrownBy(() -> ModelUri.parse(uri))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }
}
