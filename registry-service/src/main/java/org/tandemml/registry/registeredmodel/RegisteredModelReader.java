package org.tandemml.registry.registeredmodel;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.tandemml.model.ModelName;
import org.tandemml.registry.database.Sql;

/** Reads a registered model with all that belongs to it in one statement: one state, one trip. */
@Singleton
final class RegisteredModelReader {
    /** What a statement over {@code registered_models m} selects for {@link #read}. */
    static final String COLUMNS =
            """
            m.model_number, m.name, m.description, m.creation_time, m.last_updated_time,
            ARRAY(SELECT ARRAY[t.key, t.value] FROM registered_model_tags t
                   WHERE t.model_number = m.model_number ORDER BY t.key) AS tags,
            ARRAY(SELECT ARRAY[a.alias, a.version::text] FROM model_aliases a
                   WHERE a.model_number = m.model_number ORDER BY a.alias) AS aliases""";

    private final Sql sql;

    RegisteredModelReader(Sql sql) {
        this.sql = sql;
    }

    Optional<RegisteredModel> byName(ModelName name) {
        return sql.first(
                "SELECT " + COLUMNS + " FROM registered_models m WHERE m.name = ?",
                RegisteredModelReader::read,
                name.value());
    }

    static RegisteredModel read(ResultSet row) throws SQLException {
        List<VersionAlias> aliases =
                TagColumns.read(row, "aliases").entrySet().stream()
                        .map(a -> new VersionAlias(a.getKey(), Integer.parseInt(a.getValue())))
                        .toList();
        return new RegisteredModel(
                row.getLong("model_number"),
                new ModelName(row.getString("name")),
                row.getLong("creation_time"),
                row.getLong("last_updated_time"),
                row.getString("description"),
                TagColumns.read(row, "tags"),
                aliases);
    }
}
