package org.tandemml.registry.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs with ties, NaN, infinities, missing values and long texts, in a database and in memory,
 * where {@link Meaning} is asked.
 */
final class SampleRuns {
    private static final String[] LEARNING_RATES = {"0.1", "0.01", "0.10", "1e-1", "0.1 "};

    record Run(long number, long experiment, boolean active, Map<String, Object> values) {}

    private final List<Run> runs = new ArrayList<>();
    private final Random random;

    SampleRuns(int count, long seed) {
        random = new Random(seed);
        for (int i = 1; i <= count; i++) {
            runs.add(run(i));
        }
    }

    private Run run(long number) {
        Map<String, Object> values = new HashMap<>();
        values.put("run_id", String.format("%032x", number * 0x9E3779B97F4A7C15L));
        values.put("run_name", "run-" + number % 7);
        values.put("status", random.nextInt(4) == 0 ? "FAILED" : "FINISHED");
        values.put("user_id", random.nextBoolean() ? "Ada" : "ada");
        values.put("start_time", 1_000L + random.nextInt(20));
        if (random.nextInt(4) > 0) {
            values.put("end_time", 2_000L + random.nextInt(5));
        }
        values.put("metrics.acc", random.nextInt(1_000) / 1_000.0);
        values.put("metrics.epoch", 10.0);
        if (random.nextInt(3) > 0) {
            values.put("metrics.odd", odd());
        }
        if (number % 50 == 0) {
            values.put("metrics.rare", random.nextDouble());
        }
        if (random.nextInt(5) > 0) {
            values.put("params.lr", LEARNING_RATES[random.nextInt(LEARNING_RATES.length)]);
        }
        values.put("params.id", "u" + number);
        if (random.nextInt(3) > 0) {
            values.put("params.long", "x".repeat(127 + random.nextInt(3)) + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            values.put("tags.mlflow.note", random.nextBoolean() ? "50%_off \\ ünïcode" : "é");
        }
        return new Run(number, 1 + number % 3, random.nextInt(10) > 0, values);
    }

    private double odd() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            default -> random.nextInt(3);
        };
    }

    void store(Connection connection) throws SQLException {
        Map<String, Integer> keys = new TreeMap<>();
        for (Run run : runs) {
            run.values().keySet().stream()
                    .filter(name -> name.contains("."))
                    .map(name -> name.substring(name.indexOf('.') + 1))
                    .forEach(key -> keys.putIfAbsent(key, keys.size() + 1));
        }
        for (long experiment = 1; experiment <= 3; experiment++) {
            update(
                    connection,
                    "INSERT INTO experiments (experiment_id, name, artifact_location, creation_time,"
                            + " last_update_time) VALUES (?, ?, 'x', 1, 1)",
                    experiment,
                    "experiment-" + experiment);
        }
        for (Map.Entry<String, Integer> key : keys.entrySet()) {
            update(
                    connection,
                    "INSERT INTO attribute_key (key_id, name) OVERRIDING SYSTEM VALUE VALUES (?, ?)",
                    key.getValue(),
                    key.getKey());
        }
        for (Run run : runs) {
            store(connection, run, keys);
        }
    }

    private static void store(Connection connection, Run run, Map<String, Integer> keys)
            throws SQLException {
        Map<String, Object> values = run.values();
        update(
                connection,
                "INSERT INTO runs (run_number, run_id, experiment_id, run_name, user_id, status,"
                        + " start_time, end_time, artifact_uri, lifecycle_stage)"
                        + " OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'x', ?)",
                run.number(),
                values.get("run_id"),
                run.experiment(),
                values.get("run_name"),
                values.get("user_id"),
                values.get("status"),
                values.get("start_time"),
                values.get("end_time"),
                run.active() ? "active" : "deleted");
        for (Map.Entry<String, Object> value : values.entrySet()) {
            int dot = value.getKey().indexOf('.');
            if (dot < 0) {
                continue;
            }
            boolean metric = value.getKey().startsWith("metrics");
            String table = value.getKey().startsWith("params") ? "params" : "run_tags";
            update(
                    connection,
                    metric
                            ? "INSERT INTO latest_metrics (run_number, key_id, experiment_id, value,"
                                    + " timestamp, step) VALUES (?, ?, ?, ?, 1, 0)"
                            : "INSERT INTO "
                                    + table
                                    + " (run_number, key_id, experiment_id, value) VALUES (?, ?, ?, ?)",
                    run.number(),
                    keys.get(value.getKey().substring(dot + 1)),
                    run.experiment(),
                    value.getValue());
        }
    }

    private static void update(Connection connection, String sql, @Nullable Object... binds)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            statement.executeUpdate();
        }
    }

    /** The ids that a search finds, in order. */
    List<String> expected(Search search, List<Long> experiments) {
        return runs.stream()
                .filter(run -> run.active() && experiments.contains(run.experiment()))
                .map(Run::values)
                .filter(values -> Meaning.meets(values, search.filter()))
                .sorted(Meaning.order(search.order()))
                .map(values -> (String) values.get("run_id"))
                .toList();
    }
}
