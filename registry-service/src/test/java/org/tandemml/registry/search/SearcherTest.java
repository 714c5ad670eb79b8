package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.testing.TestDatabase;

/** Searches of real PostgreSQL, compared with the plain meaning of filter and order. */
class SearcherTest {
    private static final int RUNS = 240;
    private static final SampleRuns SAMPLE = new SampleRuns(RUNS, 1);
    private static final DataSource DATABASE = TestDatabase.migrated();

    private static final List<String> CONDITIONS =
            List.of(
                    "metrics.acc > 0.5",
                    "metrics.acc <= 0.2",
                    "metrics.acc != 0.5",
                    "metrics.odd > 0",
                    "metrics.odd >= -1e999",
                    "metrics.odd < 2",
                    "metrics.odd != 3",
                    "metrics.odd = 0",
                    "metrics.rare > 0.1",
                    "metrics.nobody > 0",
                    "params.lr = '0.1'",
                    "params.lr != '0.1'",
                    "params.lr LIKE '0.1%'",
                    "params.lr ILIKE '%E-1'",
                    "params.id LIKE 'u1%'",
                    "params.id LIKE '%9%'",
                    "params.id = 'u17'",
                    "params.long = '" + "x".repeat(128) + "1'",
                    "params.long LIKE '" + "x".repeat(129) + "%'",
                    "tags.mlflow.note LIKE '50%\\%'",
                    "tags.mlflow.note LIKE '%\\'",
                    "tags.mlflow.note ILIKE '%ünïCODE'",
                    "tags.mlflow.note = 'é'",
                    "status = 'FAILED'",
                    "user_id ILIKE 'ADA'",
                    "user_id LIKE 'a__'",
                    "run_name LIKE 'run-_'",
                    "run_name = 'run-3'",
                    "run_id NOT IN ('x', 'y')",
                    "start_time > 1010",
                    "start_time >= 1010.5",
                    "start_time = 1010.5",
                    "start_time != 1010.5",
                    "start_time < 1e300",
                    "start_time > -9223372036854775809",
                    "end_time <= 2003",
                    "end_time != 2001",
                    "metrics.odd IN (0, 2, 7)",
                    "metrics.odd NOT IN (0, 2)",
                    "metrics.odd BETWEEN 1 AND 1e999",
                    "metrics.acc BETWEEN 0.25 AND 0.3",
                    "metrics.odd NOT BETWEEN 1 AND 2",
                    "metrics.odd IS NULL",
                    "metrics.odd IS NOT NULL",
                    "metrics.rare IS NOT NULL",
                    "metrics.nobody IS NULL",
                    "metrics.nobody IS NOT NULL",
                    "NOT metrics.nobody > 0",
                    "NOT metrics.odd > 0",
                    "params.lr IN ('0.1', '1e-1')",
                    "params.lr NOT IN ('0.1', '1e-1')",
                    "params.lr NOT LIKE '0.1%'",
                    "params.lr NOT ILIKE '%E-1'",
                    "params.lr IS NULL",
                    "tags.mlflow.note IS NOT NULL",
                    "NOT params.lr != '0.1'",
                    "status IN ('FAILED', 'x')",
                    "start_time IN (1005, 1006, 1.5)",
                    "start_time NOT IN (1005, 1006, 1.5)",
                    "start_time NOT IN (1.5)",
                    "start_time BETWEEN 1005 AND 1010.5",
                    "end_time NOT BETWEEN 2001 AND 2002",
                    "end_time NOT BETWEEN 1e300 AND 1",
                    "end_time NOT IN (1.5)",
                    "end_time IS NULL",
                    "end_time IS NOT NULL",
                    "NOT end_time > 2001");

    private static final List<String> KEYS =
            List.of(
                    "metrics.acc",
                    "metrics.epoch",
                    "metrics.odd",
                    "metrics.rare",
                    "metrics.nobody",
                    "params.lr",
                    "params.id",
                    "params.long",
                    "tags.mlflow.note",
                    "status",
                    "user_id",
                    "run_name",
                    "start_time",
                    "end_time",
                    "run_id");

    @BeforeAll
    static void fill() throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            connection.setAutoCommit(false);
            SAMPLE.store(connection);
            connection.commit();
        }
    }

    static Stream<Arguments> ways() {
        return RandomFilter.WAYS.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyConditionAndEveryOrderMeansWhatItSays(Limits limits) throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            Searcher searcher = searcher(connection, limits);
            for (String condition : CONDITIONS) {
                check(searcher, condition, List.of("metrics.odd DESC"), List.of(1L), 100);
                check(searcher, condition, List.of("end_time"), List.of(1L), 9);
                check(searcher, condition, List.of("params.lr DESC"), List.of(3L, 1L), 30);
            }
            for (String key : KEYS) {
                check(searcher, "", List.of(key), List.of(1L), 9);
                check(searcher, "", List.of(key + " DESC"), List.of(1L), 9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anyMixtureMeansWhatItSays(Limits limits) throws SQLException {
        Random random = new Random(7);
        try (Connection connection = DATABASE.getConnection()) {
            Searcher searcher = searcher(connection, limits);
            for (int i = 0; i < 70; i++) {
                String filter =
                        random.nextInt(10) == 0 ? "" : RandomFilter.of(CONDITIONS, random, 4);
                List<String> order = new ArrayList<>();
                Set<Integer> used = new HashSet<>();
                for (int k = random.nextInt(4); k > 0; k--) {
                    int key = random.nextInt(KEYS.size());
                    if (used.add(key)) {
                        order.add(KEYS.get(key) + (random.nextBoolean() ? " DESC" : ""));
                    }
                }
                List<Long> experiments =
                        random.nextInt(3) == 0 ? List.of(1L, 3L, 2L, 3L) : List.of(2L);
                check(searcher, filter, order, experiments, 1 + random.nextInt(30));
            }
        }
    }

    private static void check(
            Searcher searcher,
            String filter,
            List<String> order,
            List<Long> experiments,
            int size) {
        Search whole = Search.parse(SampleFields.RUNS, filter, order, size, null);
        List<String> found = new ArrayList<>();
        String token = null;
        do {
            Page<String> page = page(searcher, filter, order, experiments, size, token);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            found.addAll(page.items());
            token = page.nextPageToken();
            assertThat(token == null || page.items().size() == size).isTrue();
        } while (token != null && found.size() <= RUNS);
        assertThat(found)
                .as("%s by %s in %s, %s a page", filter, order, experiments, size)
                .isEqualTo(SAMPLE.expected(whole, experiments));
    }

    private static Page<String> page(
            Searcher searcher,
            String filter,
            List<String> order,
            List<Long> experiments,
            int size,
            @Nullable String token) {
        return searcher.page(
                Search.parse(SampleFields.RUNS, filter, order, size, token),
                Scope.within(experiments).where("r.lifecycle_stage = ?", "active"),
                "r.run_id",
                row -> row.getString(1));
    }

    private static Searcher searcher(Connection connection, Limits limits) {
        return new Searcher(KeptConnection.sql(connection), limits);
    }

    @Test
    void aTokenIsGoodForItsOwnSearchOnly() throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            Searcher searcher = searcher(connection, Limits.STANDARD);
            List<String> order = List.of("metrics.acc");
            String token = page(searcher, "", order, List.of(1L), 3, null).nextPageToken();
            assertThat(token).isNotNull();
            refused(() -> page(searcher, "metrics.acc > 0", order, List.of(1L), 3, token));
            refused(() -> page(searcher, "", List.of("metrics.acc DESC"), List.of(1L), 3, token));
            refused(() -> page(searcher, "", order, List.of(1L, 2L), 3, token));
            refused(() -> page(searcher, "", order, List.of(1L), 3, token + "A"));
            refused(() -> page(searcher, "", order, List.of(1L), 3, "not a token"));
            assertThat(page(searcher, "", order, List.of(1L), 50, token).items()).isNotEmpty();
        }
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("Invalid page_token: ");
    }

    @Test
    void aRowWrittenBetweenPagesRepeatsAndSkipsNone() throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            connection.setAutoCommit(false);
            Searcher searcher = searcher(connection, Limits.STANDARD);
            Page<String> first = page(searcher, "", List.of(), List.of(1L), 10, null);
            List<String> rest =
                    new ArrayList<>(page(searcher, "", List.of(), List.of(1L), 500, null).items());
            connection
                    .createStatement()
                    .execute(
                            "INSERT INTO runs (run_number, run_id, experiment_id, run_name, user_id, status,"
                                    + " start_time, artifact_uri) OVERRIDING SYSTEM VALUE"
                                    + " VALUES (1000000, 'new', 1, 'n', 'u', 'RUNNING', 999999, 'x')");
            Page<String> second =
                    page(searcher, "", List.of(), List.of(1L), 500, first.nextPageToken());
            assertThat(second.items()).isEqualTo(rest.subList(10, rest.size()));
            connection.rollback();
        }
    }

    @Test
    void ofNoExperimentsFindsNothing() throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            Page<String> page =
                    page(searcher(connection, Limits.STANDARD), "", List.of(), List.of(), 10, null);
            assertThat(page).isEqualTo(new Page<>(List.of(), null));
        }
    }

    @Test
    void fiveHundredConditionsAreSearched() throws SQLException {
        String filter =
                Stream.iterate(0, i -> i + 1)
                        .limit(500)
                        .map(
                                i ->
                                        i % 2 == 0
                                                ? "metrics.acc >= 0." + i
                                                : "params.lr LIKE '%" + i + "%'")
                        .collect(Collectors.joining(" and "));
        try (Connection connection = DATABASE.getConnection()) {
            for (Limits limits : RandomFilter.WAYS) {
                Page<String> page =
                        page(
                                searcher(connection, limits),
                                filter,
                                List.of("metrics.odd"),
                                List.of(1L),
                                10,
                                null);
                assertThat(page.items()).isEmpty();
            }
        }
    }
}
