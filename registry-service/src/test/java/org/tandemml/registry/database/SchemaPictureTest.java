package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.TestDatabase;

class SchemaPictureTest {
    private static final Path PICTURE = Path.of("..", "docs", "schema.svg");

    /** Run with {@code -Dschema.write=true} to draw it anew. */
    @Test
    void thePictureShowsTheTablesAsTheMigrationsMakeThem() throws Exception {
        String drawn;
        try (Connection connection = TestDatabase.migrated().getConnection()) {
            drawn = SchemaPicture.of(connection);
        }
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(PICTURE).content().isEqualTo(drawn);
    }
}
