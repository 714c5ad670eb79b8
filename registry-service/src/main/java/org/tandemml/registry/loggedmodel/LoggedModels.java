package org.tandemml.registry.loggedmodel;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.identity.IdGenerator;
import org.tandemml.registry.run.Param;
import org.tandemml.registry.run.RunNames;

/** Makes, finds and changes logged models. A deleted one is as good as unknown. */
@Singleton
@Transactional
public class LoggedModels {
    private static final String INSERT =
            """
            WITH experiment AS (
                SELECT experiment_id, artifact_location FROM experiments
                WHERE experiment_id = ? AND lifecycle_stage = 'active' FOR SHARE)
            , m AS (
                INSERT INTO logged_models (model_id, experiment_id, name, artifact_location,
                    creation_time, last_updated_time, status, model_type, source_run_id)
                SELECT ?, experiment_id, ?,
                    rtrim(artifact_location, '/') || '/models/' || ? || '/artifacts', ?, ?,
                    'PENDING', ?, ?
                FROM experiment
                RETURNING *)
            , params AS (
                INSERT INTO logged_model_params (model_number, key, value)
                SELECT m.model_number, given.key, given.value
                FROM m, unnest(?::text[], ?::text[]) AS given (key, value))
            , tags AS (
                INSERT INTO logged_model_tags (model_number, key, value)
                SELECT m.model_number, given.key, given.value
                FROM m, unnest(?::text[], ?::text[]) AS given (key, value))
            SELECT %s FROM m
            """
                    .formatted(LoggedModelRow.COLUMNS);
    private static final String GET =
            "SELECT "
                    + LoggedModelRow.COLUMNS
                    + " FROM logged_models m WHERE m.model_id = ?"
                    + " AND m.lifecycle_stage = 'active'";
    private static final String FINALIZE =
            """
            UPDATE logged_models m SET status = ?, last_updated_time = ?
            WHERE m.model_id = ? AND m.lifecycle_stage = 'active'
            RETURNING %s
            """
                    .formatted(LoggedModelRow.COLUMNS);
    private static final String DELETE =
            """
            UPDATE logged_models SET lifecycle_stage = 'deleted', last_updated_time =
                CASE lifecycle_stage WHEN 'active' THEN ? ELSE last_updated_time END
            WHERE model_id = ?
            """;
    private static final String SET_TAGS =
            """
            INSERT INTO logged_model_tags (model_number, key, value)
            SELECT ?, key, value FROM unnest(?::text[], ?::text[]) AS given (key, value)
            ON CONFLICT (model_number, key) DO UPDATE SET value = excluded.value
            """;
    private static final String ADD_PARAMS =
            """
            INSERT INTO logged_model_params (model_number, key, value)
            SELECT ?, key, value FROM unnest(?::text[], ?::text[]) AS given (key, value)
            ON CONFLICT (model_number, key) DO NOTHING
            RETURNING key
            """;

    private final Sql sql;
    private final LoggedModelAssembly assembly;
    private final RunNames names;
    private final IdGenerator ids;
    private final Clock clock;

    LoggedModels(
            Sql sql, LoggedModelAssembly assembly, RunNames names, IdGenerator ids, Clock clock) {
        this.sql = sql;
        this.assembly = assembly;
        this.names = names;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a model, which waits for its files.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST} for an unknown experiment, {@code
     *     INVALID_PARAMETER_VALUE} for a deleted one
     */
    public LoggedModel create(NewLoggedModel wanted) {
        String id = "m-" + ids.hex32();
        String name = wanted.name() == null ? names.next() : wanted.name();
        long now = clock.millis();
        LoggedModelRow row =
                sql.first(
                                INSERT,
                                LoggedModelRow::read,
                                wanted.experimentId().value(),
                                id,
                                name,
                                id,
                                now,
                                now,
                                wanted.modelType(),
                                wanted.sourceRunId(),
                                texts(wanted.params().stream().map(Param::key).toList()),
                                texts(wanted.params().stream().map(Param::value).toList()),
                                texts(wanted.tags().stream().map(Tag::key).toList()),
                                texts(wanted.tags().stream().map(Tag::value).toList()))
                        .orElseThrow(() -> refused(wanted.experimentId()));
        return assembled(row);
    }

    /**
     * The model.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public LoggedModel get(String id) {
        return assembled(row(id));
    }

    /** The folder of the model's files. */
    public String artifactUriOf(String id) {
        return row(id).artifactUri();
    }

    /** Says how the upload of the model's files has ended. */
    public LoggedModel finish(String id, LoggedModelStatus status) {
        return assembled(
                wellFormed(id)
                        .flatMap(
                                known ->
                                        sql.first(
                                                FINALIZE,
                                                LoggedModelRow::read,
                                                status.word(),
                                                clock.millis(),
                                                known))
                        .orElseThrow(() -> unknown(id)));
    }

    /** Deletes the model; its files stay. Nothing happens if it is deleted already. */
    public void delete(String id) {
        boolean found =
                wellFormed(id)
                        .filter(known -> sql.update(DELETE, clock.millis(), known) > 0)
                        .isPresent();
        if (!found) {
            throw unknown(id);
        }
    }

    /** Sets tags; the last writer wins. */
    public void setTags(String id, List<Tag> tags) {
        List<Tag> checked = LoggedModelLimits.tags(tags);
        long number = row(id).number();
        sql.update(
                SET_TAGS,
                number,
                texts(checked.stream().map(Tag::key).toList()),
                texts(checked.stream().map(Tag::value).toList()));
    }

    /** Removes a tag. */
    public void deleteTag(String id, String key) {
        long number = row(id).number();
        int removed =
                Texts.isStorable(key)
                        ? sql.update(
                                "DELETE FROM logged_model_tags WHERE model_number = ? AND key = ?",
                                number,
                                key)
                        : 0;
        if (removed == 0) {
            throw TandemException.notFound(
                    "No tag with key '"
                            + Texts.excerpt(key)
                            + "' found for model with ID '"
                            + id
                            + "'.");
        }
    }

    /**
     * Adds params.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the model has one of the keys, or
     *     if a key comes twice; nothing is added then
     */
    public void addParams(String id, List<Param> params) {
        List<Param> checked = LoggedModelLimits.params(params);
        List<String> keys = checked.stream().map(Param::key).toList();
        List<String> added =
                sql.query(
                        ADD_PARAMS,
                        row -> row.getString(1),
                        row(id).number(),
                        texts(keys),
                        texts(checked.stream().map(Param::value).toList()));
        List<String> taken = new ArrayList<>(keys);
        added.forEach(taken::remove);
        if (!taken.isEmpty()) {
            throw TandemException.invalid(
                    "The model '"
                            + id
                            + "' has the param '"
                            + Texts.excerpt(taken.get(0))
                            + "' already; params do not change.");
        }
    }

    private LoggedModel assembled(LoggedModelRow row) {
        return assembly.assemble(List.of(row)).get(0);
    }

    private LoggedModelRow row(String id) {
        return wellFormed(id)
                .flatMap(known -> sql.first(GET, LoggedModelRow::read, known))
                .orElseThrow(() -> unknown(id));
    }

    private TandemException refused(ExperimentId experiment) {
        return sql.first(
                        "SELECT lifecycle_stage FROM experiments WHERE experiment_id = ?",
                        row -> row.getString(1),
                        experiment.value())
                .map(
                        stage ->
                                TandemException.invalid(
                                        "The experiment "
                                                + experiment
                                                + " must be in the 'active' state. Current state"
                                                + " is '"
                                                + stage
                                                + "'."))
                .orElseGet(
                        () ->
                                TandemException.notFound(
                                        "No Experiment with id=" + experiment + " exists."));
    }

    private static Optional<String> wellFormed(String id) {
        return Optional.of(id).filter(LoggedModelId::matches);
    }

    private static TandemException unknown(String id) {
        return TandemException.notFound(
                "Logged model with ID '" + Texts.excerpt(id) + "' not found.");
    }

    private static String[] texts(List<String> list) {
        return list.toArray(String[]::new);
    }
}
