package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.ErrorCode;

class SqlFailuresTest {
    /** 08: the connection; 53: resources, 53100 the disk; 57P: the server ends; 40: try again. */
    @ParameterizedTest(name = "{0}, full: {1}")
    @CsvSource({
        "08006, false, TEMPORARILY_UNAVAILABLE",
        "08006, true, INSUFFICIENT_STORAGE",
        "57P03, false, TEMPORARILY_UNAVAILABLE",
        "57P03, true, INSUFFICIENT_STORAGE",
        "53300, false, TEMPORARILY_UNAVAILABLE",
        "53100, false, INSUFFICIENT_STORAGE",
        "40001, true, TEMPORARILY_UNAVAILABLE",
        "23505, true, RESOURCE_CONFLICT",
        "42601, true, INTERNAL_ERROR",
    })
    void aServerThatIsAwayForWantOfRoomIsAFullDisk(String state, boolean full, ErrorCode code) {
        SqlFailures failures = new SqlFailures(() -> full);
        assertThat(failures.translate(new SQLException("of the database", state)))
                .satisfies(
                        translated -> {
                            assertThat(translated.code()).isEqualTo(code);
                            assertThat(translated).hasMessageNotContaining("of the database");
                        });
    }
}
