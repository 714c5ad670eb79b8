package org.tandemml.registry.run;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.ExperimentLifecycleChanged;
import org.tandemml.registry.experiment.Lifecycle;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.identity.IdGenerator;

/**
 * Makes, finds and changes runs. Each change is one statement, so callers need no transaction and,
 * except for observed events, must not be inside one.
 */
@Singleton
public class Runs {
    private static final String INSERT =
            """
            WITH experiment AS (
                SELECT experiment_id, artifact_location, lifecycle_stage FROM experiments
                WHERE experiment_id = ? FOR SHARE)
            , run AS (
                INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time,
                    artifact_uri)
                SELECT ?, experiment_id, ?, ?, 'RUNNING', ?,
                    rtrim(artifact_location, '/') || '/' || ? || '/artifacts'
                FROM experiment WHERE lifecycle_stage = 'active'
                RETURNING run_number, experiment_id, artifact_uri)
            , tags AS (
                INSERT INTO run_tags (run_number, key_id, experiment_id, value)
                SELECT run.run_number, given.key_id, run.experiment_id, given.value
                FROM run, unnest(?::int[], ?::text[]) AS given (key_id, value))
            SELECT experiment.lifecycle_stage, run.artifact_uri FROM experiment LEFT JOIN run ON TRUE
            """;
    private static final String UPDATE =
            """
            WITH r AS (
                UPDATE runs SET status = coalesce(?, status), end_time = coalesce(?, end_time),
                    run_name = coalesce(?, run_name)
                WHERE run_id = ? AND lifecycle_stage = 'active'
                RETURNING *)
            , tag AS (
                INSERT INTO run_tags (run_number, key_id, experiment_id, value)
                SELECT run_number, ?, experiment_id, run_name FROM r WHERE ?
                ON CONFLICT (run_number, key_id) DO UPDATE SET value = excluded.value)
            SELECT %s FROM r
            """
                    .formatted(RunRow.COLUMNS);
    private static final String GET =
            "SELECT " + RunRow.COLUMNS + " FROM runs r WHERE r.run_id = ?";
    private static final String MOVE =
            "UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE run_id = ?";
    private static final String MOVE_ALL =
            """
            UPDATE runs SET lifecycle_stage = ?, deleted_time = ?
            WHERE experiment_id = ? AND lifecycle_stage <> ?
            """;

    private final Sql sql;
    private final AttributeKeys keys;
    private final RunLookup lookup;
    private final RunAssembly assembly;
    private final RunNames names;
    private final IdGenerator ids;
    private final Clock clock;

    Runs(
            Sql sql,
            AttributeKeys keys,
            RunLookup lookup,
            RunAssembly assembly,
            RunNames names,
            IdGenerator ids,
            Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.lookup = lookup;
        this.assembly = assembly;
        this.names = names;
        this.ids = ids;
        this.clock = clock;
    }

    private record Inserted(Lifecycle experiment, @Nullable String artifactUri) {}

    /**
     * Makes a run in an active experiment.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST} for an unknown experiment, {@code
     *     INVALID_PARAMETER_VALUE} for a deleted one
     */
    public Run create(NewRun wanted) {
        String id = ids.hex32();
        String name = wanted.name() == null ? names.next() : wanted.name();
        long startTime = wanted.startTime() == null ? clock.millis() : wanted.startTime();
        List<Tag> tags = new ArrayList<>(wanted.tags());
        tags.add(new Tag(RunLimits.NAME_TAG, name));
        tags.sort(java.util.Comparator.comparing(Tag::key));
        Map<String, Integer> keyIds =
                keys.findOrAdd(tags.stream().map(Tag::key).toList(), () -> {});
        Inserted inserted =
                sql.first(
                                INSERT,
                                row ->
                                        new Inserted(
                                                Lifecycle.ofWireName(row.getString(1)),
                                                row.getString(2)),
                                wanted.experimentId().value(),
                                id,
                                name,
                                wanted.userId(),
                                startTime,
                                id,
                                tags.stream().mapToInt(tag -> keyIds.get(tag.key())).toArray(),
                                tags.stream().map(Tag::value).toArray(String[]::new))
                        .orElseThrow(
                                () ->
                                        TandemException.notFound(
                                                "No Experiment with id="
                                                        + wanted.experimentId()
                                                        + " exists."));
        String artifactUri = inserted.artifactUri();
        if (artifactUri == null) {
            throw TandemException.invalid(
                    "The experiment "
                            + wanted.experimentId()
                            + " must be in the 'active' state. Current state is '"
                            + inserted.experiment().wireName()
                            + "'.");
        }
        RunInfo info =
                new RunInfo(
                        new RunId(id),
                        wanted.experimentId(),
                        name,
                        wanted.userId(),
                        RunStatus.RUNNING,
                        startTime,
                        null,
                        artifactUri,
                        Lifecycle.ACTIVE);
        return new Run(info, List.of(), List.of(), tags, List.of(), List.of(), List.of());
    }

    /** The run, deleted or not. */
    public Run get(RunId id) {
        RunRow row =
                sql.first(GET, RunRow::read, id.value()).orElseThrow(() -> RunLookup.unknown(id));
        return assembly.assemble(List.of(row)).get(0);
    }

    /**
     * Changes an active run; null leaves a field as it is.
     *
     * @param endTime milliseconds since 1970
     * @param name null or empty: as it is; else the tag {@code mlflow.runName} follows
     */
    public RunInfo update(
            RunId id, @Nullable RunStatus status, @Nullable Long endTime, @Nullable String name) {
        String newName = name == null || name.isEmpty() ? null : name;
        if (newName != null) {
            Texts.requireLength("run_name", newName, RunLimits.MAX_NAME_LENGTH);
        }
        int nameKey = keys.findOrAdd(List.of(RunLimits.NAME_TAG), () -> {}).get(RunLimits.NAME_TAG);
        return sql.first(
                        UPDATE,
                        RunRow::read,
                        status == null ? null : status.name(),
                        endTime,
                        newName,
                        id.value(),
                        nameKey,
                        newName != null)
                .map(RunRow::info)
                .orElseThrow(() -> refusal(id));
    }

    /** Deletes a run, so that it can be restored; again: nothing happens. */
    public void delete(RunId id) {
        move(id, Lifecycle.DELETED);
    }

    /** Restores a deleted run; again: nothing happens. */
    public void restore(RunId id) {
        move(id, Lifecycle.ACTIVE);
    }

    void followExperiment(@Observes ExperimentLifecycleChanged change) {
        Lifecycle to = change.lifecycle();
        sql.update(
                MOVE_ALL,
                to.wireName(),
                to == Lifecycle.DELETED ? change.time() : null,
                change.id().value(),
                to.wireName());
    }

    private void move(RunId id, Lifecycle to) {
        Long deletedTime = to == Lifecycle.DELETED ? clock.millis() : null;
        if (sql.update(MOVE, to.wireName(), deletedTime, id.value()) == 0) {
            throw RunLookup.unknown(id);
        }
    }

    private TandemException refusal(RunId id) {
        lookup.requireActive(id);
        // It was deleted when the update looked and has been restored since.
        return new TandemException(
                org.tandemml.model.ErrorCode.RESOURCE_CONFLICT,
                "The run was restored at the same time; try again.");
    }
}
