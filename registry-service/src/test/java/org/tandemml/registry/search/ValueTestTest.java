package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.FilterParser;

/** The SQL that each condition becomes, and what is bound to it. */
class ValueTestTest {

    static Stream<Arguments> conditions() {
        return Stream.of(
                arguments("metrics.a > 0.5", "x > ? AND x < 'NaN'", List.of(0.5)),
                arguments("metrics.a >= 1", "x >= ? AND x < 'NaN'", List.of(1.0)),
                arguments("metrics.a != 1", "x <> ?", List.of(1.0)),
                arguments("metrics.a < 1e999", "x < ?", List.of(Double.POSITIVE_INFINITY)),
                arguments("params.a = 'b'", "x = ?", List.of("b")),
                arguments("params.a != '''; --'", "x <> ?", List.of("'; --")),
                arguments("params.a LIKE 'b\\%'", "x LIKE ? ESCAPE ''", List.of("b\\%")),
                arguments(
                        "params.a ILIKE 'b'",
                        "x COLLATE \"default\" ILIKE ? ESCAPE ''",
                        List.of("b")),
                arguments("start_time = 5", "x = ?", List.of(5L)),
                arguments("start_time = 5e0", "x = ?", List.of(5L)),
                arguments("start_time = 5.5", "FALSE", List.of()),
                arguments("start_time != 5.5", "x IS NOT NULL", List.of()),
                arguments("start_time > 5.5", "x > ?", List.of(5L)),
                arguments("start_time >= -5.5", "x > ?", List.of(-6L)),
                arguments("start_time < 5.5", "x <= ?", List.of(5L)),
                arguments("start_time <= -5.5", "x <= ?", List.of(-6L)),
                arguments("start_time > 9223372036854775808", "FALSE", List.of()),
                arguments("start_time >= -1e9999", "x IS NOT NULL", List.of()),
                arguments("start_time < 1e9999", "x IS NOT NULL", List.of()),
                arguments("start_time <= -1e300", "FALSE", List.of()),
                arguments("start_time = 1e300", "FALSE", List.of()),
                arguments("start_time <= 1e-9999", "x <= ?", List.of(0L)),
                arguments("params.a NOT LIKE 'b'", "x NOT LIKE ? ESCAPE ''", List.of("b")),
                arguments(
                        "params.a NOT ILIKE 'b'",
                        "x COLLATE \"default\" NOT ILIKE ? ESCAPE ''",
                        List.of("b")),
                arguments("params.a IS NOT NULL", "x IS NOT NULL", List.of()),
                arguments(
                        "metrics.a BETWEEN 1 AND 2",
                        "x >= ? AND x < 'NaN' AND x <= ?",
                        List.of(1.0, 2.0)),
                arguments(
                        "metrics.a NOT BETWEEN 1 AND 2",
                        "x IS NOT NULL AND NOT (x >= ? AND x < 'NaN' AND x <= ?)",
                        List.of(1.0, 2.0)),
                arguments(
                        "start_time NOT BETWEEN 1e300 AND 2.5",
                        "x IS NOT NULL AND NOT (FALSE AND x <= ?)",
                        List.of(2L)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void writes(String filter, String sql, List<Object> binds) {
        SqlText test = ValueTest.of(condition(SampleFields.RUNS, filter), "x");
        assertThat(test.text()).isEqualTo(sql);
        assertThat(test.binds()).containsExactlyElementsOf(binds);
    }

    @Test
    void listsAreOneArray() {
        SqlText in = ValueTest.of(condition(SampleFields.RUNS, "run_id NOT IN ('a', 'B')"), "x");
        assertThat(in.text()).isEqualTo("x <> ALL (?)");
        assertThat((String[]) in.binds()[0]).containsExactly("a", "B");
        SqlText reals = ValueTest.of(condition(SampleFields.RUNS, "metrics.a IN (1, .5)"), "x");
        assertThat(reals.text()).isEqualTo("x = ANY (?)");
        assertThat((double[]) reals.binds()[0]).containsExactly(1, 0.5);
        SqlText integers =
                ValueTest.of(condition(SampleFields.RUNS, "start_time NOT IN (1, .5, 1e99)"), "x");
        assertThat(integers.text()).isEqualTo("x <> ALL (?) AND x IS NOT NULL");
        assertThat((long[]) integers.binds()[0]).containsExactly(1);
    }

    @Test
    void anIndexOfFirstCharactersIsAskedForThem() {
        String rocket = "\ud83d\ude80";
        Expression.Condition condition =
                condition(SampleFields.RUNS, "params.a = '" + rocket.repeat(130) + "'");
        FieldRef.Keyed field = (FieldRef.Keyed) condition.field();
        SqlText test = ValueTest.indexed(field.field(), condition, "c.value");
        assertThat(test.text())
                .isEqualTo("left(c.value, 128) >= ? AND left(c.value, 128) <= ? AND c.value = ?");
        assertThat(test.binds())
                .containsExactly(rocket.repeat(128), rocket.repeat(128), rocket.repeat(130));
    }

    @Test
    void aPatternUsesAnIndexUpToItsFirstWildcard() {
        Expression.Condition condition = condition(SampleFields.RUNS, "params.a LIKE 'ab_c%'");
        FieldRef.Keyed field = (FieldRef.Keyed) condition.field();
        SqlText test = ValueTest.indexed(field.field(), condition, "c.value");
        assertThat(test.text())
                .isEqualTo("left(c.value, 128) LIKE ? ESCAPE '' AND c.value LIKE ? ESCAPE ''");
        assertThat(test.binds()).containsExactly("ab%", "ab_c%");
        assertThat(ValueTest.usesIndex(condition(SampleFields.RUNS, "params.a LIKE '%b'")))
                .isFalse();
    }

    private static Expression.Condition condition(SearchFields fields, String filter) {
        return FilterParser.parse(fields, filter).conditions().findFirst().orElseThrow();
    }
}
