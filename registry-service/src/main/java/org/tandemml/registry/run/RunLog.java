package org.tandemml.registry.run;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;

/**
 * Logs metrics, params and tags to active runs. A batch is stored wholly or not at all. Callers
 * must not be inside a transaction.
 */
@Singleton
public class RunLog {
    private static final String MODELS_TAG = "mlflow.log-model.history";
    private static final String PARAM_VALUES =
            """
            SELECT key_id, value FROM params
            WHERE run_number = (SELECT run_number FROM runs WHERE run_id = ?)
                AND key_id = ANY (?::int[])
            """;
    private static final String DELETE_TAG =
            """
            DELETE FROM run_tags
            WHERE run_number = (
                SELECT run_number FROM runs WHERE run_id = ? AND lifecycle_stage = 'active')
                AND key_id = ?
            """;

    /** Appends to a list that is kept as JSON text, without reading it first. */
    private static final String APPEND_MODEL =
            """
            WITH run AS (
                SELECT run_number, experiment_id, lifecycle_stage FROM runs WHERE run_id = ?
                FOR KEY SHARE)
            , appended AS (
                INSERT INTO run_tags (run_number, key_id, experiment_id, value)
                SELECT run_number, ?, experiment_id, '[' || ? || ']' FROM run WHERE lifecycle_stage = 'active'
                ON CONFLICT (run_number, key_id) DO UPDATE
                SET value = CASE WHEN run_tags.value ~ '^\\[\\s*\\]$' THEN excluded.value
                    ELSE left(run_tags.value, -1) || ', ' || substr(excluded.value, 2) END
                WHERE run_tags.value LIKE '[%]'
                RETURNING run_number)
            SELECT run.lifecycle_stage, appended.run_number IS NOT NULL
            FROM run LEFT JOIN appended USING (run_number)
            """;

    private final Sql sql;
    private final AttributeKeys keys;
    private final RunLookup lookup;
    private final LoggedModelMetrics loggedModels;

    RunLog(Sql sql, AttributeKeys keys, RunLookup lookup, LoggedModelMetrics loggedModels) {
        this.sql = sql;
        this.keys = keys;
        this.lookup = lookup;
        this.loggedModels = loggedModels;
    }

    /** That a statement would have changed a param. */
    private static final class ParamChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ParamChangedException(SQLException cause) {
            super(cause);
        }
    }

    /** Logs one point of a metric. */
    public void logMetric(RunId run, LoggedMetric metric) {
        log(run, RunBatch.of(metric));
    }

    /**
     * Logs a param.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it was logged with another value
     */
    public void logParam(RunId run, Param param) {
        log(run, RunBatch.of(param));
    }

    /** Sets a tag; {@code mlflow.runName} also renames the run. */
    public void setTag(RunId run, Tag tag) {
        log(run, RunBatch.of(tag));
    }

    /**
     * Logs all of this or nothing.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that names the entry by its JSON path
     */
    public void logBatch(
            RunId run, List<LoggedMetric> metrics, List<Param> params, List<Tag> tags) {
        log(run, RunBatch.of(metrics, params, tags));
    }

    /** Removes a tag. */
    public void deleteTag(RunId run, String key) {
        lookup.requireActive(run);
        Integer keyId = keys.find(List.of(key)).get(key);
        if (keyId == null || sql.update(DELETE_TAG, run.value(), keyId) == 0) {
            throw TandemException.notFound(
                    "No tag with name: "
                            + Texts.excerpt(key)
                            + " in run with id "
                            + Texts.excerpt(run.value())
                            + ".");
        }
    }

    /**
     * Appends a model to the run's tag {@code mlflow.log-model.history}.
     *
     * @param model a JSON object as text
     */
    public void logModel(RunId run, String model) {
        int keyId =
                keys.findOrAdd(List.of(MODELS_TAG), () -> lookup.requireActive(run))
                        .get(MODELS_TAG);
        Map.Entry<String, Boolean> answer =
                sql.first(
                                APPEND_MODEL,
                                row -> Map.entry(row.getString(1), row.getBoolean(2)),
                                run.value(),
                                keyId,
                                model)
                        .orElseThrow(() -> RunLookup.unknown(run));
        lookup.requireActive(run, answer.getKey());
        if (!answer.getValue()) {
            throw TandemException.invalid(
                    "The tag "
                            + MODELS_TAG
                            + " of run "
                            + Texts.excerpt(run.value())
                            + " holds no JSON list that could be appended to.");
        }
    }

    private void log(RunId run, RunBatch batch) {
        Map<String, Integer> keyIds =
                keys.findOrAdd(batch.keys().toList(), () -> lookup.requireActive(run));
        List<LoggedMetric> ofModels = batch.ofModels();
        try {
            if (ofModels.isEmpty()) {
                write(run, batch, keyIds);
            } else {
                QuarkusTransaction.requiringNew()
                        .run(
                                () -> {
                                    write(run, batch, keyIds);
                                    loggedModels.attach(run, ofModels);
                                });
            }
        } catch (ParamChangedException changed) {
            throw changedParam(run, batch, keyIds, changed);
        }
    }

    private void write(RunId run, RunBatch batch, Map<String, Integer> keyIds) {
        LogStatement statement = new LogStatement(run, batch, keyIds);
        String stage =
                sql.work(
                        connection -> {
                            try (PreparedStatement prepared =
                                    connection.prepareStatement(statement.text())) {
                                return stageAfter(prepared, statement.binds());
                            }
                        });
        lookup.requireActive(run, stage);
    }

    private static @Nullable String stageAfter(PreparedStatement prepared, @Nullable Object[] binds)
            throws SQLException {
        for (int i = 0; i < binds.length; i++) {
            prepared.setObject(i + 1, binds[i]);
        }
        try (ResultSet answer = prepared.executeQuery()) {
            return answer.next() ? answer.getString(1) : null;
        } catch (SQLException failure) {
            if (LogStatement.PARAM_CHANGED.equals(failure.getSQLState())) {
                throw new ParamChangedException(failure);
            }
            throw failure;
        }
    }

    private TandemException changedParam(
            RunId run, RunBatch batch, Map<String, Integer> keyIds, RuntimeException cause) {
        int[] numbers = batch.params().stream().mapToInt(p -> keyIds.get(p.key())).toArray();
        for (Map.Entry<Integer, String> stored :
                sql.query(
                        PARAM_VALUES,
                        row -> Map.entry(row.getInt(1), row.getString(2)),
                        run.value(),
                        numbers)) {
            for (Param param : batch.params()) {
                if (stored.getKey().equals(keyIds.get(param.key()))
                        && !stored.getValue().equals(param.value())) {
                    return TandemException.invalid(
                            "Changing param values is not allowed. Param with key='"
                                    + Texts.excerpt(param.key())
                                    + "' was already logged with value='"
                                    + Texts.excerpt(stored.getValue())
                                    + "' for run ID='"
                                    + Texts.excerpt(run.value())
                                    + "'. Attempted logging new value '"
                                    + Texts.excerpt(param.value())
                                    + "'.");
                }
            }
        }
        throw new IllegalStateException("A param clashed with none.", cause);
    }
}
