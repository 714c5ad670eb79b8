package org.tandemml.serving.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "models:/churn/3, churn/3",
        "models:/churn/production, churn/Production",
        "models:/churn/LATEST, churn/latest",
        "models:/churn@champion, churn/@champion",
        "' models:/churn/Staging ', churn/Staging",
        "file:/opt/models/churn, churn",
        "file:/opt/my%20models/churn/, churn"
    })
    void isAskedForByNameAndRef(String uri, String path) {
        Target target = Target.parseAll(List.of(uri)).get(0);

        SlotKey key = target instanceof Target.One one ? one.key() : ((Target.Folder) target).key();
        assertThat(key).hasToString(path);
    }

    @Test
    void aStarStandsForEveryModel() {
        assertThat(Target.parseAll(List.of("models:/*/production")))
                .containsExactly(new Target.Every(Stage.PRODUCTION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models:/*/latest",
                "models:/*/3",
                "models:/m-0123456789abcdef0123456789abcdef",
                "runs:/abc/model",
                "mlflow-artifacts:/1/model",
                "models:/churn",
                "models:/churn/1/2",
                "models://churn/1",
                "s3://bucket/model",
                "churn",
                "file:relative",
                "file://host/share/model",
                "file:/"
            })
    void namesTheEntryThatIsWrong(String uri) {
        assertThatThrownBy(() -> Target.parseAll(List.of("models:/good/1", uri)))
                .isInstanceOf(TandemException.class)
                .hasMessageMatching("Invalid .*");
    }

    @Test
    void refusesTwoFoldersOfOneName() {
        assertThatThrownBy(() -> Target.parseAll(List.of("file:/a/churn", "file:/b/churn")))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("file:/b/churn");
    }

    @Test
    void takesARepeatedEntryOnce() {
        assertThat(Target.parseAll(List.of("models:/churn/1", "models:/churn/1", " "))).hasSize(1);
    }

    @Test
    void refusesAnEmptyList() {
        assertThatThrownBy(() -> Target.parseAll(List.of(" "))).isInstanceOf(TandemException.class);
    }
}
