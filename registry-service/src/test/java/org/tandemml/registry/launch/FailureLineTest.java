package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.home.StartupException;

class FailureLineTest {
    @Test
    void aForeseenFailureIsItsLine() {
        assertThat(
                        FailureLine.of(
                                new RuntimeException(
                                        "wrapped", new StartupException("Do\n this.\n"))))
                .isEqualTo(new FailureLine("Do this.", true));
    }

    @Test
    void anUnforeseenFailureIsOneLineToo() {
        assertThat(FailureLine.of(new RuntimeException("outer", new Exception("a\nb"))))
                .isEqualTo(
                        new FailureLine(
                                "The registry did not start: java.lang.Exception: a b", false));
    }

    @Test
    void migrationsOfANewerReleaseAreNamed() {
        FlywayException refused =
                new FlywayValidateException(
                        new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "failed"),
                        "Detected applied migration not resolved locally: 7.\nIf you removed it,"
                                + " run repair.\nDetected applied migration not resolved locally: 8.1."
                                + "\nNeed help? Learn more: https://flyway.example");
        assertThat(FailureLine.of(new RuntimeException(refused)).text())
                .contains("newer Tandem")
                .contains("migration 7, 8.1)")
                .doesNotContain("repair", "http");
    }

    @Test
    void aChangedMigrationIsNamed() {
        FlywayException refused =
                new FlywayValidateException(
                        new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "failed"),
                        "Migration checksum mismatch for migration version 2\n-> Applied to"
                                + " database : 1\n-> Resolved locally : 2.\nRun repair.");
        assertThat(FailureLine.of(refused).text())
                .contains("(migration 2 differs")
                .doesNotContain("repair");
    }

    @Test
    void tablesOfAnotherProgramAreLeftAlone() {
        FlywayException refused =
                new FlywayException(
                        "Found non-empty schema(s) without history table! Use baseline()",
                        CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE);
        assertThat(FailureLine.of(refused).text())
                .contains("not Tandem's")
                .doesNotContain("baseline");
    }
}
