package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.PageToken;
import org.tandemml.registry.search.fields.FieldType;

/** Reads every point of a metric, in the order of timestamp, step and value. */
@Singleton
public class MetricHistory {
    /** The largest page. */
    public static final int MAX_PAGE = 25_000;

    private static final String FIRST =
            """
            SELECT timestamp, step, value FROM metric_points
            WHERE run_number = (SELECT run_number FROM runs WHERE run_id = ?) AND key_id = ?
            ORDER BY timestamp, step, value LIMIT ?
            """;
    private static final String NEXT =
            """
            SELECT timestamp, step, value FROM metric_points
            WHERE run_number = (SELECT run_number FROM runs WHERE run_id = ?) AND key_id = ?
                AND (timestamp, step, value) > (?, ?, ?)
            ORDER BY timestamp, step, value LIMIT ?
            """;

    private static final List<FieldType> POSITION =
            List.of(FieldType.INTEGER, FieldType.INTEGER, FieldType.REAL);

    private final Sql sql;
    private final AttributeKeys keys;

    MetricHistory(Sql sql, AttributeKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /**
     * One page. A run or key that is not there has no points.
     *
     * @param maxResults the size of the page; it is never larger than {@link #MAX_PAGE}
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} for a token that is not one of ours,
     *     or of another run or key
     */
    public Page<Metric> page(RunId run, String key, int maxResults, @Nullable String pageToken) {
        Integer keyId = keys.find(List.of(key)).get(key);
        Metric after =
                pageToken == null || pageToken.isEmpty() ? null : position(run, key, pageToken);
        if (keyId == null) {
            return new Page<>(List.of(), null);
        }
        int size = Math.min(maxResults, MAX_PAGE);
        List<Metric> points = after(run, keyId, key, after, size + 1);
        boolean more = points.size() > size;
        List<Metric> page = more ? points.subList(0, size) : points;
        return new Page<>(page, more ? token(run, page.get(size - 1)) : null);
    }

    /** All points, handed over in pages, so that memory does not grow with their number. */
    public void forEachPage(RunId run, String key, Consumer<List<Metric>> reader) {
        Integer keyId = keys.find(List.of(key)).get(key);
        if (keyId == null) {
            return;
        }
        List<Metric> page = after(run, keyId, key, null, MAX_PAGE);
        while (!page.isEmpty()) {
            reader.accept(page);
            page =
                    page.size() < MAX_PAGE
                            ? List.of()
                            : after(run, keyId, key, page.get(MAX_PAGE - 1), MAX_PAGE);
        }
    }

    private List<Metric> after(RunId run, int keyId, String key, @Nullable Metric last, int limit) {
        Sql.Row<Metric> reader =
                row -> new Metric(key, row.getDouble(3), row.getLong(1), row.getLong(2));
        return last == null
                ? sql.query(FIRST, reader, run.value(), keyId, limit)
                : sql.query(
                        NEXT,
                        reader,
                        run.value(),
                        keyId,
                        last.timestamp(),
                        last.step(),
                        last.value(),
                        limit);
    }

    private static String token(RunId run, Metric last) {
        return PageToken.write(
                digest(run, last.key()), List.of(last.timestamp(), last.step(), last.value()));
    }

    private static long digest(RunId run, String key) {
        return PageToken.digest(run.value() + "|" + key);
    }

    private static Metric position(RunId run, String key, String token) {
        List<@Nullable Object> position = PageToken.read(token, digest(run, key), POSITION);
        if (position.get(0) instanceof Long timestamp
                && position.get(1) instanceof Long step
                && position.get(2) instanceof Double value) {
            return new Metric(key, value, timestamp, step);
        }
        throw TandemException.invalid(
                "Invalid page_token: expected one that a get-history call has returned.");
    }
}
