package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.registry.database.Sql;

/** Lists the datasets that the runs of experiments read, and for what. */
@Singleton
public class DatasetSummaries {
    /** The most experiments at once. */
    public static final int MAX_EXPERIMENTS = 20;

    private static final int MAX_SUMMARIES = 1000;
    private static final String SUMMARIES =
            """
            SELECT DISTINCT dataset.experiment_id, dataset.name, dataset.digest, context.value
            FROM datasets dataset
            JOIN run_datasets link USING (dataset_id)
            JOIN runs run ON run.run_number = link.run_number AND run.lifecycle_stage = 'active'
            LEFT JOIN run_dataset_tags context ON context.run_number = link.run_number
                AND context.dataset_id = link.dataset_id AND context.key = 'mlflow.data.context'
            WHERE dataset.experiment_id = ANY (?::bigint[])
            ORDER BY 1, 2, 3, 4
            LIMIT ?
            """;

    private final Sql sql;

    DatasetSummaries(Sql sql) {
        this.sql = sql;
    }

    /** One use of a dataset. */
    public record Summary(
            ExperimentId experiment, String name, String digest, @Nullable String context) {}

    /** The uses in these experiments, each once. */
    public List<Summary> of(List<ExperimentId> experiments) {
        return sql.query(
                SUMMARIES,
                row ->
                        new Summary(
                                new ExperimentId(row.getLong(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                experiments.stream().mapToLong(ExperimentId::value).toArray(),
                MAX_SUMMARIES);
    }
}
