package org.tandemml.registry.stage;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.EventLog;
import org.tandemml.registry.event.RegistryEvent;
import org.tandemml.registry.modelversion.ModelVersion;
import org.tandemml.registry.modelversion.ModelVersionReader;
import org.tandemml.registry.modelversion.VersionRef;
import org.tandemml.registry.registeredmodel.RegisteredModels;

/** Moves versions from stage to stage. */
@Singleton
public class StageTransitions {
    /** All rows change in one statement, which sees the state before it. */
    private static final String MOVE =
            """
            WITH target AS (
                SELECT ?::bigint AS model_number, ?::int AS version, ?::text AS stage,
                       ?::bigint AS now, ?::boolean AS archive_existing),
            archived AS (
                UPDATE model_versions v
                   SET stage = 'Archived', last_updated_time = greatest(v.last_updated_time, t.now)
                  FROM target t
                 WHERE t.archive_existing AND v.model_number = t.model_number
                   AND v.stage = t.stage AND v.version <> t.version
                RETURNING v.version),
            moved AS (
                UPDATE model_versions v
                   SET stage = t.stage, last_updated_time = greatest(v.last_updated_time, t.now)
                  FROM target t
                 WHERE v.model_number = t.model_number AND v.version = t.version
                RETURNING v.version)
            SELECT v.stage, ARRAY(SELECT version FROM archived ORDER BY version)
              FROM target t JOIN model_versions v USING (model_number, version)
            """;

    private final RegisteredModels models;
    private final ModelVersionReader reader;
    private final Sql sql;
    private final EventLog events;
    private final Clock clock;

    StageTransitions(
            RegisteredModels models,
            ModelVersionReader reader,
            Sql sql,
            EventLog events,
            Clock clock) {
        this.models = models;
        this.reader = reader;
        this.sql = sql;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Moves a version to a stage.
     *
     * @param archiveExisting whether every other version in that stage goes to Archived in the same
     *     moment; only for Staging and Production
     */
    @Transactional
    public ModelVersion transition(VersionRef ref, Stage stage, boolean archiveExisting) {
        if (archiveExisting && stage != Stage.STAGING && stage != Stage.PRODUCTION) {
            throw TandemException.invalid(
                    "Invalid value for archive_existing_versions: true is for the stages Staging"
                            + " and Production, not for "
                            + stage.wireName()
                            + ".");
        }
        long modelNumber = models.take(ref.name());
        Moved moved =
                sql.first(
                                MOVE,
                                Moved::read,
                                modelNumber,
                                ref.version().value(),
                                stage.wireName(),
                                clock.millis(),
                                archiveExisting)
                        .orElseThrow(ref::unknown);
        if (moved.from() != stage || !moved.archived().isEmpty()) {
            events.append(event(ref, stage, moved));
        }
        return reader.get(ref);
    }

    private record Moved(Stage from, List<Integer> archived) {
        static Moved read(ResultSet row) throws SQLException {
            Object archived = row.getArray(2).getArray();
            return new Moved(Stage.parse(row.getString(1)), Arrays.asList((Integer[]) archived));
        }
    }

    private static RegistryEvent event(VersionRef ref, Stage stage, Moved moved) {
        return RegistryEvent.of(
                EventKind.VERSION_STAGE_CHANGED,
                ref.name(),
                ref.version(),
                Map.of(
                        "from", moved.from().wireName(),
                        "to", stage.wireName(),
                        "archived", moved.archived()));
    }
}
