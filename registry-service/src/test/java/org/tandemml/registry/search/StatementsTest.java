package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.database.SqlFailures;

/** The statements that a walk is made of: their text holds nothing of the caller. */
class StatementsTest {
    private static final KeyNumbers KEYS = new KeyNumbers(Map.of("acc", 1, "loss", 2, "lr", 3));
    private static final Scope SCOPE =
            Scope.within(List.of(7L)).where("r.lifecycle_stage = ?", "active");

    /** Looks at nothing: no index may answer a search of {@code !=}. */
    private static Candidates unknown(Search search) {
        PlannedSql nowhere =
                new PlannedSql(new Sql(new PGSimpleDataSource(), new SqlFailures(() -> false)));
        return Candidates.of(search, SCOPE, KEYS, Limits.STANDARD, nowhere);
    }

    private static SqlText rows(Search search, Slice slice, List<Object> after) {
        Statements statements = new Statements(search, SCOPE, "r.run_id", KEYS, Limits.STANDARD);
        return statements.rows(slice, unknown(search), after.isEmpty() ? null : after, 101);
    }

    @Test
    void aWindowOfAMetricIsReadFromItsIndex() {
        Search search =
                Search.parse(
                        SampleFields.RUNS,
                        "metrics.acc != 0.9 and params.lr != 'x'' OR 1=1' and status = 'a'",
                        List.of("metrics.loss DESC"),
                        100,
                        null);
        Slice slice = Slice.EVERYTHING.in(Slice.Range.ALL.and(">", 0.25));
        SqlText sql = rows(search, slice, List.of(0.5, 9L, "id"));
        assertThat(sql.text())
                .isEqualTo(
                        "SELECT r.run_id, o.value AS sort_0, r.start_time AS sort_1, r.run_id AS"
                                + " sort_2 FROM latest_metrics o, runs r WHERE TRUE AND r.experiment_id"
                                + " = ? AND (r.lifecycle_stage = ?) AND o.run_number = r.run_number AND"
                                + " o.experiment_id = ? AND o.key_id = ? AND o.value < 'NaN' AND"
                                + " o.value > ? AND r.status = ? AND CASE WHEN EXISTS (SELECT 1 FROM"
                                + " latest_metrics c WHERE c.run_number = o.run_number AND c.key_id = ?"
                                + " AND c.value <> ? OFFSET 0) AND EXISTS (SELECT 1 FROM params c WHERE"
                                + " c.run_number = o.run_number AND c.key_id = ? AND c.value <> ?"
                                + " OFFSET 0) THEN TRUE END AND (o.value <= ? AND (o.value < ? OR"
                                + " (r.start_time <= ? AND (r.start_time < ? OR (r.run_id >= ? AND"
                                + " (r.run_id > ? OR FALSE)))))) ORDER BY o.value DESC, r.start_time"
                                + " DESC, r.run_id LIMIT ?");
        assertThat(Arrays.asList(sql.binds()))
                .containsExactly(
                        7L,
                        "active",
                        7L,
                        2,
                        0.25,
                        "a",
                        1,
                        0.9,
                        3,
                        "x' OR 1=1",
                        0.5,
                        0.5,
                        9L,
                        9L,
                        "id",
                        "id",
                        101);
    }

    @Test
    void rowsWithoutAMetricAreReadInTheOrderOfTheNextKey() {
        Search search = Search.parse(SampleFields.RUNS, "", List.of("metrics.loss"), 100, null);
        Slice slice = Slice.EVERYTHING.at(null).in(Slice.Range.ALL);
        assertThat(rows(search, slice, List.of()).text())
                .isEqualTo(
                        "SELECT r.run_id, r.start_time AS sort_1, r.run_id AS sort_2 FROM runs r"
                                + " WHERE TRUE AND r.experiment_id = ? AND (r.lifecycle_stage = ?) AND"
                                + " r.start_time IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
                                + " latest_metrics c WHERE c.run_number = r.run_number AND c.key_id ="
                                + " ?) ORDER BY r.start_time DESC, r.run_id LIMIT ?");
    }
}
