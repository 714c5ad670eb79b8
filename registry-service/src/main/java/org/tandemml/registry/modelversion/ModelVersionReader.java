package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tandemml.model.AliasName;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.registeredmodel.TagColumns;

/** Reads versions with all that belongs to them, in one statement each: one state, one trip. */
@Singleton
public final class ModelVersionReader {
    /** What a statement over {@code registered_models m} and {@code model_versions v} selects. */
    static final String COLUMNS =
            """
            v.model_number, m.name, v.version, v.creation_time, v.last_updated_time, v.description,
            v.source, v.storage_location, v.run_id, v.run_link, v.model_id, v.status,
            v.status_message, v.stage,
            ARRAY(SELECT ARRAY[t.key, t.value] FROM model_version_tags t
                   WHERE t.model_number = v.model_number AND t.version = v.version
                   ORDER BY t.key) AS tags,
            ARRAY(SELECT a.alias FROM model_aliases a
                   WHERE a.model_number = v.model_number AND a.version = v.version
                   ORDER BY a.alias) AS aliases""";

    private static final String SELECT =
            "SELECT "
                    + COLUMNS
                    + " FROM registered_models m JOIN model_versions v USING (model_number) ";

    private static final String ALL_STAGES = latestIn(EnumSet.allOf(Stage.class));

    private final Sql sql;

    ModelVersionReader(Sql sql) {
        this.sql = sql;
    }

    /**
     * The version of this name and number.
     *
     * @throws org.tandemml.model.TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public ModelVersion get(VersionRef ref) {
        return find(ref).orElseThrow(ref::unknown);
    }

    Optional<ModelVersion> find(VersionRef ref) {
        return sql.first(
                SELECT + "WHERE m.name = ? AND v.version = ?",
                ModelVersionReader::read,
                ref.name().value(),
                ref.version().value());
    }

    /**
     * Where the files of a version are.
     *
     * @throws org.tandemml.model.TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public String storageLocation(VersionRef ref) {
        return sql.first(
                        "SELECT v.storage_location"
                                + " FROM registered_models m JOIN model_versions v USING (model_number)"
                                + " WHERE m.name = ? AND v.version = ?",
                        row -> row.getString(1),
                        ref.name().value(),
                        ref.version().value())
                .orElseThrow(ref::unknown);
    }

    /** The version that an alias points to. */
    public Optional<ModelVersion> aliased(ModelName name, AliasName alias) {
        return sql.first(
                "SELECT "
                        + COLUMNS
                        + " FROM registered_models m"
                        + " JOIN model_aliases a USING (model_number)"
                        + " JOIN model_versions v USING (model_number, version)"
                        + " WHERE m.name = ? AND a.alias = ?",
                ModelVersionReader::read,
                name.value(),
                alias.value());
    }

    /** The version with the highest number, whatever its stage. */
    public Optional<ModelVersion> highest(ModelName name) {
        return sql.first(
                SELECT + "WHERE m.name = ? ORDER BY v.version DESC LIMIT 1",
                ModelVersionReader::read,
                name.value());
    }

    /** The latest version in each of these stages, ordered by stage. */
    public List<ModelVersion> latest(ModelName name, Set<Stage> stages) {
        return sql.query(
                latestIn(stages) + "WHERE m.name = ? ORDER BY s.place",
                ModelVersionReader::read,
                name.value());
    }

    /** The latest version in each stage for several models, ordered by stage. */
    public List<ModelVersion> latest(Collection<Long> modelNumbers) {
        boolean one = modelNumbers.size() == 1;
        return sql.query(
                ALL_STAGES
                        + (one ? "WHERE m.model_number = ?" : "WHERE m.model_number = ANY(?)")
                        + " ORDER BY m.model_number, s.place",
                ModelVersionReader::read,
                one ? modelNumbers.iterator().next() : modelNumbers.toArray(Long[]::new));
    }

    /**
     * One probe of an index for each stage of each model, however many versions there are. The
     * stages stand in the text: PostgreSQL keeps the plan of a statement whose cost does not depend
     * on what is bound, and making the plan would cost more than running it.
     */
    private static String latestIn(Set<Stage> stages) {
        String values =
                stages.stream()
                        .map(stage -> "(" + stage.ordinal() + ", '" + stage.wireName() + "')")
                        .collect(Collectors.joining(", "));
        return "SELECT "
                + COLUMNS
                + " FROM registered_models m CROSS JOIN (VALUES "
                + values
                + ") AS s(place, stage) CROSS JOIN LATERAL (SELECT * FROM model_versions"
                + " WHERE model_number = m.model_number AND stage = s.stage"
                + " ORDER BY version DESC LIMIT 1) v ";
    }

    static ModelVersion read(ResultSet row) throws SQLException {
        return new ModelVersion(
                row.getLong("model_number"),
                new VersionRef(
                        new ModelName(row.getString("name")),
                        new VersionNumber(row.getInt("version"))),
                row.getLong("creation_time"),
                row.getLong("last_updated_time"),
                row.getString("description"),
                row.getString("source"),
                row.getString("storage_location"),
                row.getString("run_id"),
                row.getString("run_link"),
                row.getString("model_id"),
                VersionStatus.valueOf(row.getString("status")),
                row.getString("status_message"),
                Stage.parse(row.getString("stage")),
                TagColumns.read(row, "tags"),
                texts(row.getArray("aliases")));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
