package org.tandemml.registry.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.registry.experiment.Tag;

/**
 * One statement that logs a whole batch to an active run and answers the run's lifecycle stage:
 * atomic by itself, one round trip. Rows are written in the order of their keys and tables in one
 * order, so that writers of one run never wait for each other in a circle.
 *
 * <p>A param that is there with another value makes the statement fail: it would become NULL.
 */
final class LogStatement {
    /** The SQLSTATE of a statement that would change a param. */
    static final String PARAM_CHANGED = "23502";

    private static final String RUN =
            """
            WITH run AS (
                SELECT run_number, experiment_id, lifecycle_stage FROM runs WHERE run_id = ?
                FOR KEY SHARE)
            """;
    private static final String RENAME =
            """
            , renamed AS (
                UPDATE runs SET run_name = ? FROM run
                WHERE runs.run_number = run.run_number AND run.lifecycle_stage = 'active'
                RETURNING run.*)
            """;
    private static final String PARAMS =
            """
            , logged_params AS (
                INSERT INTO params (run_number, key_id, experiment_id, value)
                SELECT run.run_number, given.key_id, run.experiment_id, given.value
                FROM run, unnest(?::int[], ?::text[]) AS given (key_id, value)
                WHERE run.lifecycle_stage = 'active'
                ON CONFLICT (run_number, key_id) DO UPDATE SET value = NULL
                WHERE params.value <> excluded.value)
            """;
    private static final String METRICS =
            """
            , logged_points AS (
                INSERT INTO metric_points (run_number, key_id, timestamp, step, value)
                SELECT run.run_number, given.key_id, given.timestamp, given.step, given.value
                FROM run, unnest(?::int[], ?::bigint[], ?::bigint[], ?::float8[])
                    AS given (key_id, timestamp, step, value)
                WHERE run.lifecycle_stage = 'active'
                ON CONFLICT DO NOTHING)
            , latest AS (
                INSERT INTO latest_metrics
                    (run_number, key_id, experiment_id, value, timestamp, step)
                SELECT run.run_number, given.key_id, run.experiment_id, given.value,
                    given.timestamp, given.step
                FROM run, unnest(?::int[], ?::bigint[], ?::bigint[], ?::float8[])
                    AS given (key_id, timestamp, step, value)
                WHERE run.lifecycle_stage = 'active'
                ON CONFLICT (run_number, key_id) DO UPDATE
                SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step
                WHERE (excluded.step, excluded.timestamp, excluded.value)
                    > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value))
            """;

    /**
     * Of a run that is renamed the tags come from the renaming, so that its row is locked first.
     */
    private static final String TAGS =
            """
            , logged_tags AS (
                INSERT INTO run_tags (run_number, key_id, experiment_id, value)
                SELECT run.run_number, given.key_id, run.experiment_id, given.value
                FROM %s run, unnest(?::int[], ?::text[]) AS given (key_id, value)
                WHERE run.lifecycle_stage = 'active'
                ON CONFLICT (run_number, key_id) DO UPDATE SET value = excluded.value
                WHERE run_tags.value <> excluded.value)
            """;

    private static final String ANSWER = "SELECT lifecycle_stage FROM run";

    private final StringBuilder text = new StringBuilder(RUN);
    private final List<@Nullable Object> binds = new ArrayList<>();
    private final Map<String, Integer> keyIds;

    /**
     * @param keyIds the number of each key of the batch
     */
    LogStatement(RunId run, RunBatch batch, Map<String, Integer> keyIds) {
        this.keyIds = keyIds;
        binds.add(run.value());
        String name = batch.runName();
        if (name != null) {
            text.append(RENAME);
            binds.add(name);
        }
        if (!batch.params().isEmpty()) {
            text.append(PARAMS);
            bindTexts(batch.params(), Param::key, Param::value);
        }
        if (!batch.metrics().isEmpty()) {
            List<Metric> points = batch.metrics().stream().map(LoggedMetric::metric).toList();
            text.append(METRICS);
            bindPoints(points);
            bindPoints(latestOfEach(points));
        }
        if (!batch.tags().isEmpty()) {
            text.append(TAGS.formatted(name == null ? "run" : "renamed"));
            bindTexts(batch.tags(), Tag::key, Tag::value);
        }
        text.append(ANSWER);
    }

    String text() {
        return text.toString();
    }

    @Nullable Object[] binds() {
        return binds.toArray();
    }

    private <T> void bindTexts(
            List<T> entries, Function<T, String> key, Function<T, String> value) {
        List<T> sorted =
                entries.stream()
                        .sorted(Comparator.comparingInt(e -> keyIds.get(key.apply(e))))
                        .toList();
        binds.add(sorted.stream().mapToInt(e -> keyIds.get(key.apply(e))).toArray());
        binds.add(sorted.stream().map(value).toArray(String[]::new));
    }

    private void bindPoints(List<Metric> points) {
        List<Metric> sorted =
                points.stream()
                        .sorted(
                                Comparator.<Metric>comparingInt(m -> keyIds.get(m.key()))
                                        .thenComparingLong(Metric::timestamp)
                                        .thenComparingLong(Metric::step)
                                        .thenComparingDouble(Metric::value))
                        .toList();
        binds.add(sorted.stream().mapToInt(m -> keyIds.get(m.key())).toArray());
        binds.add(longs(sorted, Metric::timestamp));
        binds.add(longs(sorted, Metric::step));
        binds.add(sorted.stream().mapToDouble(Metric::value).toArray());
    }

    private static long[] longs(List<Metric> points, ToLongFunction<Metric> field) {
        return points.stream().mapToLong(field).toArray();
    }

    private static List<Metric> latestOfEach(List<Metric> points) {
        Map<String, Metric> latest = new HashMap<>();
        for (Metric point : points) {
            latest.merge(point.key(), point, (a, b) -> Metric.BY_AGE.compare(a, b) < 0 ? b : a);
        }
        return List.copyOf(latest.values());
    }
}
