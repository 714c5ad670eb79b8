package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.RunId;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;

/**
 * Logs what runs read and wrote: datasets and logged models. The run is locked first, so that two
 * writers of one run never wait for each other in a circle.
 */
@Singleton
@Transactional
public class RunInputs {
    private static final String ACTIVE_RUN =
            "SELECT run_number, experiment_id, lifecycle_stage FROM runs WHERE run_id = ?"
                    + " FOR NO KEY UPDATE";
    private static final String DATASETS =
            """
            WITH given AS (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    AS given (name, digest, source_type, source, schema, profile))
            INSERT INTO datasets
                (experiment_id, name, digest, source_type, source, schema, profile)
            SELECT ?, name, digest, source_type, source, schema, profile FROM given
            ORDER BY name, digest
            ON CONFLICT (experiment_id, name, digest) DO NOTHING
            """;
    private static final String LINK =
            """
            WITH linked AS (
                INSERT INTO run_datasets (run_number, dataset_id)
                SELECT ?, dataset_id FROM datasets
                WHERE experiment_id = ? AND name = ? AND digest = ?
                ON CONFLICT DO NOTHING
                RETURNING run_number, dataset_id)
            INSERT INTO run_dataset_tags (run_number, dataset_id, key, value)
            SELECT run_number, dataset_id, key, value
            FROM linked, unnest(?::text[], ?::text[]) AS given (key, value)
            """;
    private static final String MODEL_INPUTS =
            """
            INSERT INTO run_model_inputs (run_number, model_id)
            SELECT ?, model_id FROM unnest(?::text[]) WITH ORDINALITY AS given (model_id, place)
            ORDER BY place
            ON CONFLICT DO NOTHING
            """;
    private static final String MODEL_OUTPUTS =
            """
            INSERT INTO run_model_outputs (run_number, model_id, step)
            SELECT ?, model_id, step
            FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS given (model_id, step, place)
            ORDER BY place
            ON CONFLICT (run_number, model_id) DO UPDATE SET step = excluded.step
            """;

    private final Sql sql;
    private final RunLookup lookup;
    private final LoggedModelMetrics loggedModels;

    RunInputs(Sql sql, RunLookup lookup, LoggedModelMetrics loggedModels) {
        this.sql = sql;
        this.lookup = lookup;
        this.loggedModels = loggedModels;
    }

    private record ActiveRun(long number, long experiment) {}

    /**
     * Logs what a run read. A dataset that the run has read already keeps its tags.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for a model that
     *     does not exist
     */
    public void logInputs(RunId id, List<DatasetInput> datasets, List<LoggedModelId> models) {
        RunLimits.requireAtMost("datasets", datasets.size(), RunLimits.MAX_DATASETS);
        RunLimits.requireAtMost("models", models.size(), RunLimits.MAX_MODELS);
        List<DatasetInput> inputs =
                IntStream.range(0, datasets.size())
                        .mapToObj(i -> RunLimits.checked("datasets[" + i + "].", datasets.get(i)))
                        .toList();
        ActiveRun run = activeRun(id);
        requireExisting(models);
        if (!inputs.isEmpty()) {
            insertDatasets(run, inputs.stream().map(DatasetInput::dataset).toList());
            inputs.stream()
                    .sorted(
                            Comparator.comparing((DatasetInput input) -> input.dataset().name())
                                    .thenComparing(input -> input.dataset().digest()))
                    .forEach(input -> link(run, input));
        }
        if (!models.isEmpty()) {
            sql.update(MODEL_INPUTS, run.number(), texts(models));
        }
    }

    /**
     * Logs what a run wrote; a model that it wrote already gets the new step.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for a model that
     *     does not exist
     */
    public void logOutputs(RunId id, List<ModelOutput> outputs) {
        RunLimits.requireAtMost("models", outputs.size(), RunLimits.MAX_MODELS);
        ActiveRun run = activeRun(id);
        requireExisting(outputs.stream().map(o -> new LoggedModelId(o.modelId())).toList());
        Map<String, ModelOutput> byModel = new LinkedHashMap<>();
        outputs.forEach(output -> byModel.put(output.modelId(), output));
        if (!byModel.isEmpty()) {
            sql.update(
                    MODEL_OUTPUTS,
                    run.number(),
                    byModel.keySet().toArray(String[]::new),
                    byModel.values().stream().mapToLong(ModelOutput::step).toArray());
        }
    }

    private ActiveRun activeRun(RunId id) {
        return sql.first(
                        ACTIVE_RUN,
                        row -> {
                            lookup.requireActive(id, row.getString(3));
                            return new ActiveRun(row.getLong(1), row.getLong(2));
                        },
                        id.value())
                .orElseThrow(() -> RunLookup.unknown(id));
    }

    private void requireExisting(List<LoggedModelId> models) {
        if (!models.isEmpty()) {
            loggedModels.requireExisting(models);
        }
    }

    private void insertDatasets(ActiveRun run, List<Dataset> datasets) {
        sql.update(
                DATASETS,
                datasets.stream().map(Dataset::name).toArray(String[]::new),
                datasets.stream().map(Dataset::digest).toArray(String[]::new),
                datasets.stream().map(Dataset::sourceType).toArray(String[]::new),
                datasets.stream().map(Dataset::source).toArray(String[]::new),
                datasets.stream().map(Dataset::schema).toArray(String[]::new),
                datasets.stream().map(Dataset::profile).toArray(String[]::new),
                run.experiment());
    }

    private void link(ActiveRun run, DatasetInput input) {
        List<Tag> tags = input.tags();
        sql.update(
                LINK,
                run.number(),
                run.experiment(),
                input.dataset().name(),
                input.dataset().digest(),
                tags.stream().map(Tag::key).toArray(String[]::new),
                tags.stream().map(Tag::value).toArray(String[]::new));
    }

    private static String[] texts(List<LoggedModelId> models) {
        return models.stream().map(LoggedModelId::value).toArray(String[]::new);
    }
}
