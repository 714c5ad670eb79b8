package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.loggedmodel.LoggedModelSearch;
import org.tandemml.registry.modelversion.ModelVersionSearch;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.testing.TestDatabase;

/** Random filters on versions and logged models, page by page, against their plain meaning. */
class EntitySearchTest {
    private static final int FILTERS = 70;
    private static final DataSource DATABASE = TestDatabase.migrated();
    private static final Random RANDOM = new Random(3);
    private static final List<Map<String, Object>> VERSIONS = new ArrayList<>();
    private static final List<Map<String, Object>> MODELS = new ArrayList<>();

    private static final List<String> OF_VERSIONS =
            List.of(
                    "name = 'm1'",
                    "name LIKE 'm%2'",
                    "name NOT IN ('m1', 'm3')",
                    "version > 20",
                    "version_number NOT BETWEEN 5 AND '25'",
                    "version IN (1, 2, 3.5, 29)",
                    "stage = 'production'",
                    "stage != 'None'",
                    "current_stage NOT LIKE 'P%'",
                    "status IN ('READY')",
                    "alias = 'a1'",
                    "alias != 'a1'",
                    "alias NOT IN ('a1', 'a2')",
                    "alias ILIKE 'A_'",
                    "alias IS NULL",
                    "alias IS NOT NULL",
                    "description IS NULL",
                    "description != 'd1'",
                    "description LIKE '%1'",
                    "source LIKE '%/7'",
                    "run_id = 'r1'",
                    "creation_timestamp BETWEEN 3 AND 6",
                    "last_updated_timestamp >= 105",
                    "tags.k = '1'",
                    "tags.k != '1'",
                    "tags.k IN ('0', '2')",
                    "tags.k IS NULL",
                    "tags.rare IS NOT NULL",
                    "tags.nobody = 'x'",
                    "tags.nobody IS NULL");

    private static final List<String> OF_MODELS =
            List.of(
                    "name = 'n1'",
                    "name LIKE 'n%'",
                    "model_type = 't1'",
                    "model_type != 't1'",
                    "model_type IS NULL",
                    "source_run_id IS NOT NULL",
                    "source_run_id = 'r1'",
                    "status = 'FAILED'",
                    "status NOT IN ('FAILED', 'ready')",
                    "creation_timestamp > 5",
                    "last_updated_time IN (100, 101)",
                    "metrics.acc > 0.5",
                    "metrics.acc <= 0.5",
                    "metrics.acc != 0.5",
                    "metrics.acc BETWEEN 0.25 AND 0.5",
                    "metrics.acc NOT BETWEEN 0.25 AND 0.5",
                    "metrics.acc IN (0, 0.25)",
                    "metrics.acc IS NULL",
                    "metrics.rare = 1",
                    "metrics.rare IS NOT NULL",
                    "metrics.nobody IS NULL",
                    "params.p = '1'",
                    "params.p NOT LIKE '1'",
                    "tags.k IS NULL",
                    "tags.k IN ('1', 'x')");

    @BeforeAll
    static void fill() throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            connection.setAutoCommit(false);
            for (int model = 1; model <= 4; model++) {
                insert(connection, "registered_models", model, "m" + model, null, 1L, 1L, 30);
                for (int version = 1; version <= 30; version++) {
                    version(connection, model, version);
                }
            }
            insert(connection, "experiments", 1, "e", "x", "active", 1L, 1L);
            for (int model = 1; model <= 120; model++) {
                loggedModel(connection, model);
            }
            connection.commit();
        }
    }

    private static void version(Connection connection, int model, int version) throws SQLException {
        Map<String, Object> row = new HashMap<>();
        row.put("id", model + "/" + version);
        row.put("name", "m" + model);
        row.put("version_number", (long) version);
        row.put("run_id", RANDOM.nextBoolean() ? "" : "r" + RANDOM.nextInt(5));
        row.put("source_path", "s3://b/" + version);
        row.put("status", RANDOM.nextInt(5) == 0 ? "PENDING_REGISTRATION" : "READY");
        row.put("stage", RANDOM.nextInt(3) == 0 ? "Production" : "None");
        row.put("creation_timestamp", (long) RANDOM.nextInt(9));
        row.put("last_updated_timestamp", 100L + RANDOM.nextInt(9));
        maybe(row, "description", 3, "d" + RANDOM.nextInt(3));
        maybe(row, "tags.k", 2, "" + RANDOM.nextInt(3));
        maybe(row, "tags.rare", 20, "x");
        VERSIONS.add(row);
        insert(
                connection,
                "model_versions",
                model,
                version,
                row.get("creation_timestamp"),
                row.get("last_updated_timestamp"),
                row.getOrDefault("description", RANDOM.nextBoolean() ? "" : null),
                row.get("source_path"),
                "x",
                row.get("run_id"),
                "",
                null,
                row.get("status"),
                null,
                row.get("stage"));
        for (String tag : List.of("k", "rare")) {
            if (row.containsKey("tags." + tag)) {
                insert(
                        connection,
                        "model_version_tags",
                        model,
                        version,
                        tag,
                        row.get("tags." + tag));
            }
        }
        if (version % 7 == 0) {
            List<String> aliases = List.of("a" + version / 7, "b" + version / 7);
            row.put("alias", aliases);
            for (String alias : aliases) {
                insert(connection, "model_aliases", model, alias, version);
            }
        }
    }

    private static void loggedModel(Connection connection, int model) throws SQLException {
        Map<String, Object> row = new HashMap<>();
        row.put("id", "m-" + model);
        row.put("model_id", "m-" + model);
        row.put("name", "n" + RANDOM.nextInt(4));
        row.put("status", List.of("PENDING", "READY", "FAILED").get(RANDOM.nextInt(3)));
        row.put("creation_timestamp", (long) RANDOM.nextInt(9));
        row.put("last_updated_timestamp", 100L + RANDOM.nextInt(4));
        maybe(row, "model_type", 2, "t" + RANDOM.nextInt(2));
        maybe(row, "source_run_id", 2, "r" + RANDOM.nextInt(3));
        maybe(row, "params.p", 2, "" + RANDOM.nextInt(2));
        maybe(row, "tags.k", 2, "" + RANDOM.nextInt(2));
        MODELS.add(row);
        String status = (String) row.get("status");
        insert(
                connection,
                "logged_models",
                model,
                row.get("model_id"),
                1,
                row.get("name"),
                "x",
                row.get("creation_timestamp"),
                row.get("last_updated_timestamp"),
                status.equals("FAILED") ? "UPLOAD_FAILED" : status,
                "",
                row.getOrDefault("model_type", ""),
                row.getOrDefault("source_run_id", ""),
                "active");
        for (String child : List.of("params.p", "tags.k")) {
            if (row.containsKey(child)) {
                String table = child.startsWith("p") ? "logged_model_params" : "logged_model_tags";
                insert(
                        connection,
                        table,
                        model,
                        child.substring(child.length() - 1),
                        row.get(child));
            }
        }
        List<Point> points = new ArrayList<>();
        for (int i = RANDOM.nextInt(6); i > 0; i--) {
            String key = RANDOM.nextInt(12) == 0 ? "rare" : "acc";
            double value = key.equals("rare") ? 1 : RANDOM.nextInt(5) / 4.0;
            points.add(new Point(key, RANDOM.nextInt(3), i, value, "d" + RANDOM.nextInt(2)));
        }
        row.put("points", points);
        for (Point p : points) {
            insert(
                    connection,
                    "logged_model_metrics",
                    model,
                    p.key,
                    p.time,
                    p.step,
                    p.value,
                    "r",
                    p.dataset,
                    "");
        }
    }

    private record Point(String key, long step, long time, double value, String dataset) {}

    private static void maybe(Map<String, Object> row, String field, int oneOf, String value) {
        if (RANDOM.nextInt(oneOf) == 0) {
            row.put(field, value);
        }
    }

    private static void insert(Connection connection, String table, @Nullable Object... values)
            throws SQLException {
        String places = "?" + ", ?".repeat(values.length - 1);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO "
                                + table
                                + " OVERRIDING SYSTEM VALUE VALUES ("
                                + places
                                + ")")) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    static Stream<Limits> ways() {
        return RandomFilter.WAYS.stream();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void versionsAreFoundAndPaged(Limits limits) throws SQLException {
        List<String> orders =
                List.of(
                        "name",
                        "version_number DESC",
                        "creation_timestamp",
                        "last_updated_timestamp");
        check(
                limits,
                ModelVersionSearch.FIELDS,
                OF_VERSIONS,
                orders,
                Scope.everything(),
                "v.model_number || '/' || v.version AS id",
                VERSIONS);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void loggedModelsAreFoundAndPaged(Limits limits) throws SQLException {
        List<String> orders =
                List.of(
                        "metrics.acc",
                        "metrics.acc DESC",
                        "metrics.rare",
                        "name DESC",
                        "model_type");
        Scope all = Scope.within(List.of(1L));
        Scope measured = all.counting("metrics", "c.dataset_name = ?", "d1");
        for (Scope scope : List.of(all, measured)) {
            check(
                    limits,
                    LoggedModelSearch.FIELDS,
                    OF_MODELS,
                    orders,
                    scope,
                    "m.model_id AS id",
                    MODELS.stream().map(row -> latest(row, scope == measured)).toList());
        }
    }

    /** The row with the latest value of each metric, on one dataset or on any. */
    private static Map<String, Object> latest(Map<String, Object> row, boolean onOne) {
        Map<String, Object> latest = new HashMap<>(row);
        ((List<?>) row.get("points"))
                .stream()
                        .map(Point.class::cast)
                        .filter(point -> !onOne || point.dataset.equals("d1"))
                        .sorted(
                                Comparator.comparingLong(Point::step)
                                        .thenComparingLong(Point::time)
                                        .thenComparingDouble(Point::value))
                        .forEach(point -> latest.put("metrics." + point.key, point.value));
        return latest;
    }

    private static void check(
            Limits limits,
            SearchFields fields,
            List<String> conditions,
            List<String> orders,
            Scope scope,
            String id,
            List<Map<String, Object>> rows)
            throws SQLException {
        Random random = new Random(11);
        try (Connection connection = DATABASE.getConnection()) {
            Searcher searcher = new Searcher(KeptConnection.sql(connection), limits);
            for (int i = 0; i < FILTERS; i++) {
                String filter =
                        i < conditions.size()
                                ? conditions.get(i)
                                : RandomFilter.of(conditions, random, 4);
                List<String> order =
                        random.nextInt(4) == 0
                                ? List.of()
                                : List.of(orders.get(random.nextInt(orders.size())));
                int size = 1 + random.nextInt(40);
                Search search = Search.parse(fields, filter, order, size, null);
                List<Object> expected =
                        rows.stream()
                                .filter(row -> Meaning.meets(row, search.filter()))
                                .sorted(Meaning.order(search.order()))
                                .map(row -> row.get("id"))
                                .toList();
                assertThat(pages(searcher, fields, filter, order, size, scope, id))
                        .as("%s by %s, %s a page", filter, order, size)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> pages(
            Searcher searcher,
            SearchFields fields,
            String filter,
            List<String> order,
            int size,
            Scope scope,
            String id) {
        List<String> found = new ArrayList<>();
        String token = null;
        do {
            Search search = Search.parse(fields, filter, order, size, token);
            Page<String> page = searcher.page(search, scope, id, row -> row.getString("id"));
            found.addAll(page.items());
            token = page.nextPageToken();
        } while (token != null && found.size() < 1_000);
        return found;
    }
}
