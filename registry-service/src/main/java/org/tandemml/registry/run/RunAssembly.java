package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Tag;

/** Reads what was logged to runs, for any number of runs with the same few queries. */
@Singleton
final class RunAssembly {
    /** All children of runs in one snapshot; the meaning of the last three columns varies. */
    private static final String CHILDREN =
            """
            WITH wanted AS (SELECT unnest(?::bigint[]) AS run_number)
            SELECT run_number, 'm' AS kind, key_id, value, timestamp, step, NULL::text AS content
            FROM wanted JOIN latest_metrics USING (run_number)
            UNION ALL
            SELECT run_number, 'p', key_id, NULL, NULL, NULL, value
            FROM wanted JOIN params USING (run_number)
            UNION ALL
            SELECT run_number, 't', key_id, NULL, NULL, NULL, value
            FROM wanted JOIN run_tags USING (run_number)
            UNION ALL
            SELECT run_number, 'd', NULL, NULL, position, dataset_id, NULL
            FROM wanted JOIN run_datasets USING (run_number)
            UNION ALL
            SELECT run_number, 'i', NULL, NULL, position, NULL, model_id
            FROM wanted JOIN run_model_inputs USING (run_number)
            UNION ALL
            SELECT run_number, 'o', NULL, NULL, position, step, model_id
            FROM wanted JOIN run_model_outputs USING (run_number)
            """;

    private final Sql sql;
    private final AttributeKeys keys;
    private final DatasetReader datasets;

    RunAssembly(Sql sql, AttributeKeys keys, DatasetReader datasets) {
        this.sql = sql;
        this.keys = keys;
        this.datasets = datasets;
    }

    /** One row of a child table. */
    private record Child(
            long run,
            char kind,
            int keyId,
            double value,
            long timestamp,
            long step,
            @Nullable String content) {
        static Child read(ResultSet row) throws SQLException {
            return new Child(
                    row.getLong(1),
                    row.getString(2).charAt(0),
                    row.getInt(3),
                    row.getDouble(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7));
        }

        String text() {
            return content == null ? "" : content;
        }

        boolean hasKey() {
            return kind == 'm' || kind == 'p' || kind == 't';
        }
    }

    /** The runs of these rows, in their order. */
    List<Run> assemble(List<RunRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        long[] numbers = rows.stream().mapToLong(RunRow::number).toArray();
        Map<Long, List<Child>> children = new HashMap<>();
        Set<Integer> keyIds = new HashSet<>();
        boolean withDatasets = false;
        for (Child child : sql.query(CHILDREN, Child::read, numbers)) {
            children.computeIfAbsent(child.run(), run -> new ArrayList<>()).add(child);
            if (child.hasKey()) {
                keyIds.add(child.keyId());
            }
            withDatasets |= child.kind() == 'd';
        }
        Map<Integer, String> names = keys.names(keyIds);
        Map<DatasetReader.Link, DatasetInput> inputs =
                withDatasets ? datasets.inputs(numbers) : Map.of();
        return rows.stream()
                .map(row -> run(row, children.getOrDefault(row.number(), List.of()), names, inputs))
                .toList();
    }

    private static Run run(
            RunRow row,
            List<Child> children,
            Map<Integer, String> names,
            Map<DatasetReader.Link, DatasetInput> inputs) {
        return new Run(
                row.info(),
                byKey(children, 'm', Metric::key, c -> metric(c, names.get(c.keyId()))),
                byKey(children, 'p', Param::key, c -> new Param(names.get(c.keyId()), c.text())),
                byKey(children, 't', Tag::key, c -> new Tag(names.get(c.keyId()), c.text())),
                byPosition(
                        children,
                        'd',
                        c -> inputs.get(new DatasetReader.Link(row.number(), c.step()))),
                byPosition(children, 'i', Child::text),
                byPosition(children, 'o', c -> new ModelOutput(c.text(), c.step())));
    }

    private static Metric metric(Child child, String key) {
        return new Metric(key, child.value(), child.timestamp(), child.step());
    }

    private static <T> List<T> byKey(
            List<Child> children, char kind, Function<T, String> key, Function<Child, T> reader) {
        return children.stream()
                .filter(child -> child.kind() == kind)
                .map(reader)
                .sorted(Comparator.comparing(key))
                .toList();
    }

    private static <T> List<T> byPosition(
            List<Child> children, char kind, Function<Child, @Nullable T> reader) {
        List<T> read = new ArrayList<>();
        children.stream()
                .filter(child -> child.kind() == kind)
                .sorted(Comparator.comparingLong(Child::timestamp))
                .forEach(
                        child -> {
                            // A dataset that was logged between the two queries is not shown yet.
                            T value = reader.apply(child);
                            if (value != null) {
                                read.add(value);
                            }
                        });
        return List.copyOf(read);
    }
}
