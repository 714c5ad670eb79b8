package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SchemaTest {
    @Inject Sql sql;

    @Test
    void theMigrationsMakeTheTables() {
        assertThat(
                        sql.query(
                                "SELECT table_name FROM information_schema.tables"
                                        + " WHERE table_schema = 'public'",
                                row -> row.getString(1)))
                .contains("experiments", "runs", "registered_models", "model_versions");
    }
}
