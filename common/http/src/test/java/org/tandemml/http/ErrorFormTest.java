package org.tandemml.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFormTest {
    @ParameterizedTest
    @CsvSource({
        "/api/tandem/v1/x, PROBLEM",
        "/api/tandem, PROBLEM",
        "/ajax-api/tandem/v1, PROBLEM",
        "/api/tandemx, MLFLOW",
        "/api/2.0/mlflow/tandem/x, MLFLOW",
        "/, MLFLOW"
    })
    void thePathSaysWhichFormItsErrorsHave(String path, ErrorForm form) {
        assertThat(ErrorForm.of(path)).isEqualTo(form);
    }

    @Test
    void aProblemHasTheFieldsOfRfc9457AndMlflowsWord() {
        ErrorBody error = new ErrorBody("RESOURCE_EXHAUSTED", "The \"disk\" is full.");

        assertThat(ErrorForm.PROBLEM.mediaType()).isEqualTo("application/problem+json");
        assertThat(ErrorForm.PROBLEM.body(507, error))
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Insufficient Storage\",\"status\":507,"
                                + "\"detail\":\"The \\\"disk\\\" is full.\","
                                + "\"error_code\":\"RESOURCE_EXHAUSTED\"}");
        assertThat(ErrorForm.MLFLOW.body(507, error)).isEqualTo(error.toJson());
    }
}
