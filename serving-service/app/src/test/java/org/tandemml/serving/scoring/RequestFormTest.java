package org.tandemml.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.load.BodyFormat;

class RequestFormTest {
    @ParameterizedTest
    @CsvSource({
        "application/json, JSON",
        "APPLICATION/json, JSON",
        "application/json;, JSON",
        "application/json; charset=utf-8, JSON",
        "application/json; charset=\"UTF-8\", JSON",
        "application/json ;charset = utf-8, JSON",
        "text/csv, CSV",
        "text/csv; charset=utf-8, CSV"
    })
    void readsTheTypesOfMlflow(String header, BodyFormat format) {
        assertThat(RequestForm.format(header)).isEqualTo(format);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ";",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "application/json; format=pandas-split",
                "application/json; charset=utf-8; x=y",
                "application/vnd.apache.parquet"
            })
    void refusesTheRest(@Nullable String header) {
        assertThatThrownBy(() -> RequestForm.format(header))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("expected application/json")
                .extracting(failure -> ((TandemException) failure).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, true, false",
                "-, false, false",
                "strict, true, true",
                "Strict, false, true",
                "mlflow, false, false"
            })
    void mayAskForTheStricterWay(@Nullable String header, boolean strictAnyway, boolean strict) {
        assertThat(RequestForm.strict(header, strictAnyway)).isEqualTo(strict);
    }

    @Test
    void mayNotAskForLessOrForNonsense() {
        assertThatThrownBy(() -> RequestForm.strict("mlflow", true))
                .isInstanceOf(TandemException.class);
        assertThatThrownBy(() -> RequestForm.strict("lax", false))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("strict or mlflow");
    }
}
