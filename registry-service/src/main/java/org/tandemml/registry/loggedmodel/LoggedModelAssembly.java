package org.tandemml.registry.loggedmodel;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.run.Metric;
import org.tandemml.registry.run.Param;

/** Reads what belongs to logged models, for any number of them with one query. */
@Singleton
final class LoggedModelAssembly {
    private static final String CHILDREN =
            """
            WITH wanted AS (SELECT unnest(?::bigint[]) AS model_number)
            SELECT model_number, 'p' AS kind, key, value AS content, NULL::float8 AS value,
                NULL::bigint AS timestamp, NULL::bigint AS step, NULL::text AS run_id,
                NULL::text AS dataset_name, NULL::text AS dataset_digest
            FROM wanted JOIN logged_model_params USING (model_number)
            UNION ALL
            SELECT model_number, 't', key, value, NULL, NULL, NULL, NULL, NULL, NULL
            FROM wanted JOIN logged_model_tags USING (model_number)
            UNION ALL
            SELECT model_number, 'm', key, NULL, value, timestamp, step, run_id, dataset_name,
                dataset_digest
            FROM wanted JOIN logged_model_metrics USING (model_number)
            UNION ALL
            SELECT wanted.model_number, 'r', registered.name, NULL, NULL, NULL, v.version, NULL,
                NULL, NULL
            FROM wanted JOIN logged_models m USING (model_number)
                JOIN model_versions v ON v.model_id = m.model_id
                JOIN registered_models registered ON registered.model_number = v.model_number
            ORDER BY model_number, kind, key, timestamp, step, value, run_id
            """;

    private final Sql sql;

    LoggedModelAssembly(Sql sql) {
        this.sql = sql;
    }

    /** One row of a child table; which fields it has depends on the kind. */
    private record Child(
            long model,
            char kind,
            String key,
            @Nullable String content,
            double value,
            long timestamp,
            long step,
            @Nullable String runId,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {
        static Child read(ResultSet row) throws SQLException {
            return new Child(
                    row.getLong(1),
                    row.getString(2).charAt(0),
                    row.getString(3),
                    row.getString(4),
                    row.getDouble(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10));
        }

        Tag tag() {
            return new Tag(key, text(content));
        }

        Param param() {
            return new Param(key, text(content));
        }

        LoggedModel.Registration registration() {
            return new LoggedModel.Registration(key, Math.toIntExact(step));
        }

        LoggedModel.Measurement measurement() {
            return new LoggedModel.Measurement(
                    new Metric(key, value, timestamp, step),
                    text(runId),
                    text(datasetName),
                    text(datasetDigest));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }

    /** The models of these rows, in their order. */
    List<LoggedModel> assemble(List<LoggedModelRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        long[] numbers = rows.stream().mapToLong(LoggedModelRow::number).toArray();
        Map<Long, List<Child>> children = new HashMap<>();
        for (Child child : sql.query(CHILDREN, Child::read, numbers)) {
            children.computeIfAbsent(child.model(), model -> new ArrayList<>()).add(child);
        }
        return rows.stream()
                .map(row -> model(row, children.getOrDefault(row.number(), List.of())))
                .toList();
    }

    private static LoggedModel model(LoggedModelRow row, List<Child> children) {
        return new LoggedModel(
                row.id(),
                row.experimentId(),
                row.name(),
                row.creationTime(),
                row.lastUpdatedTime(),
                row.artifactUri(),
                row.status(),
                row.modelType(),
                row.sourceRunId(),
                of(children, 't', Child::tag),
                of(children, 'r', Child::registration),
                of(children, 'p', Child::param),
                of(children, 'm', Child::measurement));
    }

    private static <T> List<T> of(List<Child> children, char kind, Function<Child, T> reader) {
        return children.stream().filter(child -> child.kind() == kind).map(reader).toList();
    }
}
