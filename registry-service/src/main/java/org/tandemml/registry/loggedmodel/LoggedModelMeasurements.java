package org.tandemml.registry.loggedmodel;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.run.LoggedMetric;
import org.tandemml.registry.run.LoggedModelMetrics;

/** Keeps what runs measure of logged models. */
@Singleton
final class LoggedModelMeasurements implements LoggedModelMetrics {
    private static final String EXISTING =
            "SELECT model_id FROM logged_models WHERE model_id = ANY (?)"
                    + " AND lifecycle_stage = 'active'";
    private static final String INSERT =
            """
            INSERT INTO logged_model_metrics (model_number, key, timestamp, step, value, run_id,
                dataset_name, dataset_digest)
            SELECT m.model_number, given.key, given.timestamp, given.step, given.value, ?,
                given.dataset_name, given.dataset_digest
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::float8[], ?::text[],
                    ?::text[])
                AS given (model_id, key, timestamp, step, value, dataset_name, dataset_digest)
                JOIN logged_models m USING (model_id)
            ORDER BY m.model_number, given.key, given.timestamp, given.step, given.value,
                given.dataset_name, given.dataset_digest
            ON CONFLICT DO NOTHING
            """;

    private final Sql sql;

    LoggedModelMeasurements(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void requireExisting(Collection<LoggedModelId> ids) {
        String[] wanted = ids.stream().map(LoggedModelId::value).distinct().toArray(String[]::new);
        Set<String> existing =
                new HashSet<>(sql.query(EXISTING, row -> row.getString(1), (Object) wanted));
        for (String id : wanted) {
            if (!existing.contains(id)) {
                throw TandemException.invalid(
                        "Invalid value '"
                                + id
                                + "' for parameter 'model_id' supplied: there is no such logged"
                                + " model.");
            }
        }
    }

    @Override
    public void attach(RunId runId, List<LoggedMetric> metrics) {
        List<LoggedMetric> ofModels =
                metrics.stream().filter(logged -> logged.modelId() != null).toList();
        requireExisting(ofModels.stream().map(LoggedMetric::modelId).toList());
        sql.update(
                INSERT,
                runId.value(),
                texts(ofModels, logged -> String.valueOf(logged.modelId())),
                texts(ofModels, logged -> logged.metric().key()),
                longs(ofModels, logged -> logged.metric().timestamp()),
                longs(ofModels, logged -> logged.metric().step()),
                ofModels.stream().mapToDouble(logged -> logged.metric().value()).toArray(),
                texts(ofModels, LoggedMetric::datasetName),
                texts(ofModels, LoggedMetric::datasetDigest));
    }

    private static String[] texts(
            List<LoggedMetric> metrics, Function<LoggedMetric, String> field) {
        return metrics.stream().map(field).toArray(String[]::new);
    }

    private static long[] longs(List<LoggedMetric> metrics, ToLongFunction<LoggedMetric> field) {
        return metrics.stream().mapToLong(field).toArray();
    }
}
