package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.TestDatabase;

class SchemaPictureTest {
    private static final Path PICTURE = Path.of("..", "docs", "schema.svg");

    /** Run with {@code -Dschema.write=true} to draw it anew. */
    @Test
    void thePictureShowsTheTablesAsTheMigrationsMakeThem() throws Exception {
        DatabaseLogin login = TestDatabase.fresh();
        Flyway.configure()
                .dataSource(login.url(), login.username(), login.password())
                .load()
                .migrate();
        String drawn;
        try (Connection connection = TestDatabase.connect(login)) {
            drawn = SchemaPicture.of(connection);
        }
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(PICTURE).content().isEqualTo(drawn);
    }
}
