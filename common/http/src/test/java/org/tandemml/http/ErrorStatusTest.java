package org.tandemml.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.ErrorCode;

class ErrorStatusTest {
    /** MLflow's words with these statuses; the others are HTTP's own, under the nearest word. */
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | INVALID_PARAMETER_VALUE   | INVALID_PARAMETER_VALUE",
                "400 | RESOURCE_ALREADY_EXISTS   | RESOURCE_ALREADY_EXISTS",
                "400 | BAD_REQUEST               | BAD_REQUEST",
                "401 | UNAUTHENTICATED           | UNAUTHENTICATED",
                "403 | PERMISSION_DENIED         | PERMISSION_DENIED",
                "404 | RESOURCE_DOES_NOT_EXIST   | RESOURCE_DOES_NOT_EXIST",
                "404 | ENDPOINT_NOT_FOUND        | ENDPOINT_NOT_FOUND",
                "405 | BAD_REQUEST               | METHOD_NOT_ALLOWED",
                "409 | RESOURCE_CONFLICT         | RESOURCE_CONFLICT",
                "412 | RESOURCE_CONFLICT         | PRECONDITION_FAILED",
                "413 | RESOURCE_LIMIT_EXCEEDED   | REQUEST_TOO_LARGE",
                "414 | RESOURCE_LIMIT_EXCEEDED   | URI_TOO_LONG",
                "415 | BAD_REQUEST               | UNSUPPORTED_MEDIA_TYPE",
                "416 | BAD_REQUEST               | RANGE_NOT_SATISFIABLE",
                "429 | REQUEST_LIMIT_EXCEEDED    | REQUEST_LIMIT_EXCEEDED",
                "431 | RESOURCE_LIMIT_EXCEEDED   | HEADERS_TOO_LARGE",
                "500 | INTERNAL_ERROR            | INTERNAL_ERROR",
                "501 | NOT_IMPLEMENTED           | NOT_IMPLEMENTED",
                "503 | TEMPORARILY_UNAVAILABLE   | TEMPORARILY_UNAVAILABLE",
                "504 | DEADLINE_EXCEEDED         | DEADLINE_EXCEEDED",
                "507 | RESOURCE_EXHAUSTED        | INSUFFICIENT_STORAGE"
            })
    void theErrorTable(int status, String word, ErrorCode code) {
        assertThat(ErrorStatus.of(code)).isEqualTo(status);
        assertThat(code.wireName()).isEqualTo(word);
    }

    @Test
    void everyCodeIsInTheTable() throws NoSuchMethodException {
        CsvSource table =
                ErrorStatusTest.class
                        .getDeclaredMethod(
                                "theErrorTable", int.class, String.class, ErrorCode.class)
                        .getAnnotation(CsvSource.class);
        Set<ErrorCode> named =
                Arrays.stream(table.value())
                        .map(row -> ErrorCode.valueOf(row.replaceFirst(".*\\| *", "").strip()))
                        .collect(Collectors.toSet());
        assertThat(named).containsExactlyInAnyOrder(ErrorCode.values());
    }
}
