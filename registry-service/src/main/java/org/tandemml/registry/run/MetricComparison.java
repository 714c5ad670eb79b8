package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.Sql;

/** Reads one metric of several runs, to be drawn in one chart. */
@Singleton
public class MetricComparison {
    /** The most runs that are compared. */
    public static final int MAX_RUNS = 100;

    /** The most steps of a sample. */
    public static final int MAX_STEPS = 2_500;

    private static final String ALL =
            """
            SELECT r.run_id, p.timestamp, p.step, p.value
            FROM runs r JOIN metric_points p USING (run_number)
            WHERE r.run_id = ANY (?::text[]) AND p.key_id = ?
            ORDER BY r.run_id, p.timestamp, p.step, p.value LIMIT ?
            """;

    /** Every n-th of the steps that any run has, and the first and last step of each run. */
    private static final String SAMPLE =
            """
            WITH points AS MATERIALIZED (
                SELECT r.run_id, p.timestamp, p.step, p.value
                FROM runs r JOIN metric_points p USING (run_number)
                WHERE r.run_id = ANY (?::text[]) AND p.key_id = ? AND p.step BETWEEN ? AND ?)
            , steps AS (
                SELECT step, row_number() OVER (ORDER BY step) - 1 AS place,
                    count(*) OVER () AS total
                FROM (SELECT DISTINCT step FROM points) AS distinct_steps)
            , sampled AS (
                SELECT step FROM steps WHERE place % ((total + ? - 1) / ?) = 0
                UNION SELECT min(step) FROM points GROUP BY run_id
                UNION SELECT max(step) FROM points GROUP BY run_id)
            SELECT run_id, timestamp, step, value FROM points JOIN sampled USING (step)
            ORDER BY run_id, step, timestamp, value
            """;

    private final Sql sql;
    private final AttributeKeys keys;

    MetricComparison(Sql sql, AttributeKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /**
     * The first points, ordered by run, timestamp, step and value.
     *
     * @param limit how many at most, of all runs together
     */
    public List<RunMetric> points(List<RunId> runs, String key, int limit) {
        Integer keyId = keys.find(List.of(key)).get(key);
        return keyId == null
                ? List.of()
                : sql.query(ALL, reader(key), (Object) texts(runs), keyId, limit);
    }

    /**
     * The points at some of the steps, ordered by run, step, timestamp and value; the first and
     * last step of each run are among them.
     *
     * @param from the first step; null together with the last: all
     * @param to the last step
     * @param steps about how many steps, the same for all runs
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if only one end is given, or if the
     *     ends are the wrong way round
     */
    public List<RunMetric> sample(
            List<RunId> runs, String key, @Nullable Long from, @Nullable Long to, int steps) {
        if ((from == null) != (to == null)) {
            throw TandemException.invalid(
                    "If either start step or end step are specified, both must be specified.");
        }
        if (from != null && to != null && from > to) {
            throw TandemException.invalid(
                    "end_step must be greater than start_step. Found start_step="
                            + from
                            + " and end_step="
                            + to
                            + ".");
        }
        Integer keyId = keys.find(List.of(key)).get(key);
        return keyId == null
                ? List.of()
                : sql.query(
                        SAMPLE,
                        reader(key),
                        texts(runs),
                        keyId,
                        from == null ? Long.MIN_VALUE : from,
                        to == null ? Long.MAX_VALUE : to,
                        steps,
                        steps);
    }

    private static Sql.Row<RunMetric> reader(String key) {
        return row ->
                new RunMetric(
                        new RunId(row.getString(1)),
                        new Metric(key, row.getDouble(4), row.getLong(2), row.getLong(3)));
    }

    private static String[] texts(List<RunId> runs) {
        return runs.stream().map(RunId::value).toArray(String[]::new);
    }
}
