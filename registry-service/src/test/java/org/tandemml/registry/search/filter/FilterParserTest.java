package org.tandemml.registry.search.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.SampleFields;

class FilterParserTest {

    static Stream<Arguments> readings() {
        return Stream.of(
                arguments("metrics.acc > 0.9", "metrics.acc > 0.9"),
                arguments("metric.acc>=.25", "metrics.acc >= .25"),
                arguments("metrics.acc != -1", "metrics.acc != -1"),
                arguments("metrics.acc<1e-1", "metrics.acc < 1e-1"),
                arguments("metrics.acc <= 5.", "metrics.acc <= 5."),
                arguments("metrics.acc = 1E+3", "metrics.acc = 1E+3"),
                arguments("metrics.`val loss` = 1", "metrics.val loss = 1"),
                arguments("metrics.\"a'b\" = 1", "metrics.a'b = 1"),
                arguments("metrics.'a.b' = 1", "metrics.a.b = 1"),
                arguments("metrics.a-b/c:d = 1", "metrics.a-b/c:d = 1"),
                arguments("metrics.1st = 1", "metrics.1st = 1"),
                arguments("metrics.größe = 1", "metrics.größe = 1"),
                arguments("metrics.`a``b` = 1", "metrics.a`b = 1"),
                arguments("params.lr = '0.1'", "params.lr = '0.1'"),
                arguments("parameter.lr = \"0.1\"", "params.lr = '0.1'"),
                arguments("params.lr = ''", "params.lr = ''"),
                arguments("params.lr = 'a''b'", "params.lr = 'a'b'"),
                arguments("params.lr = \"it's\"", "params.lr = 'it's'"),
                arguments("params.lr LIKE 'a%'", "params.lr LIKE 'a%'"),
                arguments("params.lr like 'a%'", "params.lr LIKE 'a%'"),
                arguments("tags.mlflow.runName ILIKE '%x_'", "tags.mlflow.runName ILIKE '%x_'"),
                arguments("status = 'RUNNING'", "status = 'RUNNING'"),
                arguments("attributes.status = 'RUNNING'", "status = 'RUNNING'"),
                arguments("attribute.status = 'a'", "status = 'a'"),
                arguments("attr.status = 'a'", "status = 'a'"),
                arguments("run.status = 'a'", "status = 'a'"),
                arguments("`run name` = 'a'", "run_name = 'a'"),
                arguments("`metrics`.`val loss` = 1", "metrics.val loss = 1"),
                arguments("`metrics`.a = 1", "metrics.a = 1"),
                arguments("`attributes`.`Run Name` = 'a'", "run_name = 'a'"),
                arguments("attribute.`Run Name` = 'a'", "run_name = 'a'"),
                arguments("\"status\" = 'a'", "status = 'a'"),
                arguments("Created > 5", "start_time > 5"),
                arguments("run_id IN ('a','b')", "run_id IN (a, b)"),
                arguments("run_id in ( 'a' )", "run_id IN (a)"),
                arguments("run_id NOT IN ('a', 'B')", "run_id NOT IN (a, B)"),
                arguments("run_id not in ('a')", "run_id NOT IN (a)"),
                arguments("dataset.name = 'd'", "dataset.name = 'd'"),
                arguments("datasets.name IN ('d')", "dataset.name IN (d)"),
                arguments(
                        "  metrics.a = 1\tand\nparams.b = 'c' ", "metrics.a = 1 & params.b = 'c'"),
                arguments("metrics.a = 1 AND", "metrics.a = 1"),
                arguments("metrics.a = 1 And params.b='c' aNd ", "metrics.a = 1 & params.b = 'c'"),
                arguments("AND metrics.a = 1", "metrics.a = 1"),
                arguments("and AND metrics.a = 1 And AND", "metrics.a = 1"),
                arguments(
                        "metrics.a = 1 AND and AND params.b = 'c'",
                        "metrics.a = 1 & params.b = 'c'"),
                arguments("AND NOT (metrics.a = 1)", "!(metrics.a = 1)"),
                arguments(
                        "AND metrics.a = 1 OR metrics.b = 2 AND",
                        "(metrics.a = 1 | metrics.b = 2)"),
                arguments("params.b = 'c' metrics.a = 1", "params.b = 'c' & metrics.a = 1"),
                arguments("params.b = 'c'status='A'", "params.b = 'c' & status = 'A'"),
                arguments("params.b = 'c' status in ('A')", "params.b = 'c' & status IN (A)"),
                arguments(
                        "params.b = 'c' `run name` IS NOT NULL",
                        "params.b = 'c' & run_name IS NOT NULL"),
                arguments("params.b = 'c' params.`a b` = 'd'", "params.b = 'c' & params.a b = 'd'"),
                arguments(
                        "params.b = 'c' status not like 'A'",
                        "params.b = 'c' & status NOT LIKE 'A'"),
                arguments(
                        "metrics.a\u00a0=\u00a01\u00a0AND\u2007params.b = 'c'",
                        "metrics.a = 1 & params.b = 'c'"),
                arguments("run_id IN ('a','b',)", "run_id IN (a, b)"),
                arguments("metrics.a IN (1 , )", "metrics.a IN (1)"),
                arguments("params.and = 'or'", "params.and = 'or'"),
                arguments("params.a in ('x', \"y\")", "params.a IN (x, y)"),
                arguments("status IN ('A')", "status IN (A)"),
                arguments("metrics.a IN (1, .5,-2e3)", "metrics.a IN (1, .5, -2e3)"),
                arguments("start_time not in (1)", "start_time NOT IN (1)"),
                arguments("params.a NOT like 'x%'", "params.a NOT LIKE 'x%'"),
                arguments("params.a not ILIKE 'x%'", "params.a NOT ILIKE 'x%'"),
                arguments("metrics.a between 1 and 2", "metrics.a BETWEEN 1 AND 2"),
                arguments("start_time NOT BETWEEN -1 AND 2", "start_time NOT BETWEEN -1 AND 2"),
                arguments(
                        "metrics.a BETWEEN 1 AND 2 AND metrics.b = 3",
                        "metrics.a BETWEEN 1 AND 2 & metrics.b = 3"),
                arguments("params.a IS NULL", "!(params.a IS NOT NULL)"),
                arguments("params.a is not null", "params.a IS NOT NULL"),
                arguments("NOT params.a is null", "params.a IS NOT NULL"),
                arguments("end_time IS NULL", "!(end_time IS NOT NULL)"),
                arguments(
                        "metrics.a = 1 OR metrics.b = 2 AND metrics.c = 3",
                        "(metrics.a = 1 | (metrics.b = 2 & metrics.c = 3))"),
                arguments(
                        "(metrics.a = 1 or metrics.b = 2) and metrics.c = 3",
                        "(metrics.a = 1 | metrics.b = 2) & metrics.c = 3"),
                arguments(
                        "(metrics.a = 1 AND (metrics.b = 2 AND metrics.c = 3)) AND metrics.d = 4",
                        "metrics.a = 1 & metrics.b = 2 & metrics.c = 3 & metrics.d = 4"),
                arguments(
                        "metrics.a = 1 or (metrics.b = 2 or metrics.c = 3)",
                        "(metrics.a = 1 | metrics.b = 2 | metrics.c = 3)"),
                arguments(
                        "NOT metrics.a = 1 AND metrics.b = 2", "!(metrics.a = 1) & metrics.b = 2"),
                arguments("not(metrics.a=1)", "!(metrics.a = 1)"),
                arguments("NOT NOT metrics.a = 1", "metrics.a = 1"),
                arguments(
                        "NOT (metrics.a = 1 AND metrics.b = 2) AND",
                        "!((metrics.a = 1 & metrics.b = 2))"),
                arguments("((params.not = 'or'))", "params.not = 'or'"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void reads(String filter, String meaning) {
        assertThat(shown(FilterParser.parse(SampleFields.RUNS, filter))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AND", " and AND "})
    void ofNothingReadsEverything(String filter) {
        assertThat(FilterParser.parse(SampleFields.RUNS, filter))
                .isEqualTo(new Expression.And(List.of()));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("  ", 3, "expected a field"),
                arguments("AND OR", 5, "'OR' is not a filter of a run"),
                arguments("metrics.a = 1 AND AND OR metrics.b = 2", 23, "'OR' is not a filter"),
                arguments("metrics.a = 1 OR AND metrics.b = 2", 18, "'AND' is not a filter"),
                arguments("metrics.a = 1 OR = 2", 18, "expected a field"),
                arguments("metrics.a = 1 (metrics.b = 2)", 15, "expected AND, OR or the end"),
                arguments("metrics.a = 1 NOT metrics.b = 2", 15, "expected AND, OR or the end"),
                arguments("params.a = 'x' params.b", 24, "expected an operator after"),
                arguments("metrics.a", 10, "expected an operator after 'metrics.a' (=, !=, >, >="),
                arguments("metrics.a == 1", 11, "found =="),
                arguments("metrics.a <> 1", 11, "found <>"),
                arguments("params.a RLIKE 'x'", 10, "found RLIKE"),
                arguments("metrics.a = '1'", 13, "expected a number without quotes"),
                arguments("metrics.a = b", 13, "expected a number"),
                arguments("metrics.a = nan", 13, "expected a number"),
                arguments("metrics.a =", 12, "found the end"),
                arguments("metrics.a LIKE 'x'", 11, "'metrics.a' does not take LIKE"),
                arguments("metrics.a IN ('1')", 15, "expected a number without quotes"),
                arguments("metrics.a IN 1", 14, "expected '(' and a list of numbers"),
                arguments("params.a = 1", 12, "expected text in quotes"),
                arguments("params.a = `x`", 12, "expected text in quotes"),
                arguments("params.a = x", 12, "expected text in quotes"),
                arguments("params.a > 'x'", 10, "does not take >"),
                arguments("params.a IN (1)", 14, "expected text in quotes"),
                arguments("params.a BETWEEN 'a' AND 'b'", 10, "does not take BETWEEN"),
                arguments("start_time > '5'", 14, "expected a number without quotes"),
                arguments("metrics.a NOT LIKE 'x'", 11, "'metrics.a' does not take NOT LIKE"),
                arguments("run_id IN ()", 12, "expected text in quotes"),
                arguments("run_id IN ('a'", 15, "expected ',' or ')'"),
                arguments("run_id IN ('a',,)", 16, "expected text in quotes"),
                arguments("run_id IN (,)", 12, "expected text in quotes"),
                arguments("run_id IN ('a' 'b')", 16, "expected ',' or ')'"),
                arguments("run_id IN 'a'", 11, "expected '('"),
                arguments("run_id NOT = 'a'", 8, "expected an operator"),
                arguments("run_id NOT 'LIKE' 'a'", 8, "expected an operator"),
                arguments("run_id NOT NULL", 8, "expected an operator"),
                arguments("run_id NOT", 8, "expected an operator"),
                arguments("metrics.a = 1 XOR metrics.b = 1", 15, "expected AND, OR or the end"),
                arguments("metrics.a = 1 OR", 17, "expected a field"),
                arguments("(metrics.a = 1 AND)", 19, "expected a field"),
                arguments("(metrics.a = 1 AND", 19, "expected a field"),
                arguments("(metrics.a = 1", 15, "expected AND, OR or ')', found the end"),
                arguments("metrics.a = 1)", 14, "expected AND, OR or the end, found )"),
                arguments("()", 2, "expected a field"),
                arguments("NOT", 4, "expected a field"),
                arguments("NOT AND", 5, "'AND' is not a filter"),
                arguments("params.a IS 'x'", 13, "expected NULL or NOT NULL, found 'x'"),
                arguments("params.a IS NOT", 16, "expected NULL, found the end"),
                arguments("metrics.a BETWEEN 1", 20, "expected AND and the upper bound"),
                arguments("metrics.a BETWEEN 1 OR 2", 21, "expected AND and the upper bound"),
                arguments("metrics.a BETWEEN 1 AND", 24, "expected a number"),
                arguments("metrics.a BETWEEN 'x' AND 2", 19, "expected a number"),
                arguments("params.a = '\ud83d\ude80' x", 16, "expected AND, OR or the end"),
                arguments("metrics.a = 1; DROP TABLE runs", 14, "unexpected character ';'"),
                arguments("1 = metrics.a", 1, "expected a field"),
                arguments("'a' = params.b", 1, "'a' is not a filter"),
                arguments("metrics. = 1", 9, "expected a name after 'metrics.'"),
                arguments("`metrics.a`.b = 1", 12, "a number needs a digit"),
                arguments("`metrics`. = 1", 11, "expected a name after 'metrics.'"),
                arguments("metrics.`` = 1", 1, "the key of 'metrics' is empty"),
                arguments("metrics.a`b` = 1", 10, "expected a blank or an operator"),
                arguments("bogus.a = 1", 1, "unknown entity 'bogus', expected one of metrics"),
                arguments("experiment_id = '1'", 1, "'experiment_id' is not a filter of a run"),
                arguments("attributes.acc = 1", 1, "expected one of run_id, run_name"),
                arguments("dataset.digits = 'x'", 1, "expected one of name"),
                arguments("params.a = 'x", 12, "the quote ' is never closed"),
                arguments("params.`a = 'x'", 8, "the quote ` is never closed"),
                arguments("params.a = 'it's'", 17, "the quote ' is never closed"),
                arguments("params.a = 'x' 'y'", 16, "expected AND, OR or the end, found 'y'"),
                arguments("metrics.a = 1.2.3", 16, "unexpected character '.' in a number"),
                arguments("metrics.a = 1 2", 15, "expected AND, OR or the end"),
                arguments("metrics.a = 12ab", 15, "unexpected character 'a' in a number"),
                arguments("metrics.a = -", 13, "a number needs a digit"),
                arguments("metrics.a = 1e", 13, "exponent has 1 to 4 digits"),
                arguments("metrics.a = 1e99999", 13, "exponent has 1 to 4 digits"),
                arguments("metrics.a = +1", 13, "unexpected character '+'"),
                arguments("metrics.a = 1 and # 2", 19, "unexpected character '#'"),
                arguments("metrics.a = 1 \u0007", 15, "unexpected character 'U+0007'"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheFirstMistake(String filter, int position, String what) {
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.RUNS, filter))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageStartingWith("Invalid filter at position " + position + ": ")
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version_number = '2'", "version_number = 2", "version_number='2.0'"})
    void aNumberMayBeQuotedWhereTheFieldSaysSo(String filter) {
        assertThat(FilterParser.parse(SampleFields.VERSIONS, filter).conditions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version_number = 'x'", "version_number = ''", "version_number='#'"})
    void aQuotedNumberIsANumber(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.VERSIONS, filter))
                .isInstanceOf(TandemException.class)
                .hasMessageMatching("Invalid filter at position 1[68]: expected a number.*");
    }

    @Test
    void lengthsAndCountsAreCapped() {
        String condition = "metrics.a = 1";
        String most =
                Stream.generate(() -> condition).limit(500).collect(Collectors.joining(" and "));
        assertThat(FilterParser.parse(SampleFields.RUNS, most).conditions()).hasSize(500);
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.RUNS, most + " and " + condition))
                .hasMessageContaining("a filter has at most 500 conditions");
        String list = Stream.generate(() -> "'a'").limit(5_001).collect(Collectors.joining(","));
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.RUNS, "run_id IN (" + list + ")"))
                .hasMessageContaining("a list has at most 5000 values");
        assertThatThrownBy(
                        () ->
                                FilterParser.parse(
                                        SampleFields.RUNS, "params.a = '" + "x".repeat(65_536)))
                .hasMessageContaining("at most 65536");
        assertThatThrownBy(
                        () ->
                                FilterParser.parse(
                                        SampleFields.RUNS, "metrics.a = " + "1".repeat(401)))
                .hasMessageContaining("a number has at most 400 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"params.a = 'x\0y'", "params.a = '\ud800'"})
    void textThatNoStoreKeepsIsRefused(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.RUNS, filter))
                .isInstanceOf(TandemException.class)
                .hasMessageStartingWith("Invalid value for filter");
    }

    /** Any text is a filter or a 400; nothing else comes out. */
    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(20260704);
        List<String> pieces =
                List.of(
                        "metrics",
                        "params",
                        ".",
                        "`",
                        "'",
                        "\"",
                        "a",
                        "0",
                        "9",
                        "-",
                        "e",
                        " ",
                        "=",
                        "!=",
                        ">",
                        "<=",
                        "LIKE",
                        "IN",
                        "NOT",
                        "OR",
                        "IS",
                        "NULL",
                        "BETWEEN",
                        "(",
                        ")",
                        ",",
                        "AND",
                        "run_id",
                        "dataset",
                        "\n",
                        "\0",
                        "\ud83d\ude80",
                        "\udc00",
                        "é",
                        "%",
                        ";",
                        "--",
                        "1e5",
                        "\u00a0");
        List<String> seeds = readings().map(a -> (String) a.get()[0]).toList();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            if (random.nextBoolean()) {
                text.append(seeds.get(random.nextInt(seeds.size())));
                for (int k = random.nextInt(3); k >= 0; k--) {
                    int at = random.nextInt(text.length() + 1);
                    int end = Math.min(text.length(), at + random.nextInt(3));
                    text.replace(at, end, pieces.get(random.nextInt(pieces.size())));
                }
            } else {
                for (int k = random.nextInt(12); k >= 0; k--) {
                    text.append(pieces.get(random.nextInt(pieces.size())));
                }
            }
            Throwable thrown =
                    catchThrowable(() -> FilterParser.parse(SampleFields.RUNS, text.toString()));
            if (thrown == null) {
                read++;
            } else {
                assertThat(thrown)
                        .as("%s", text)
                        .isInstanceOfSatisfying(
                                TandemException.class,
                                e ->
                                        assertThat(e.code())
                                                .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
            }
        }
        assertThat(read).isGreaterThan(500);
    }

    @Test
    void nestingIsCapped() {
        String condition = "metrics.a = 1";
        for (String open : List.of("(", "NOT ", "NOT (")) {
            String close = open.endsWith("(") ? ")" : "";
            int each = open.equals("NOT (") ? 2 : 1;
            String most = open.repeat(50 / each) + condition + close.repeat(50 / each);
            assertThat(FilterParser.parse(SampleFields.RUNS, most).conditions()).hasSize(1);
            assertThatThrownBy(
                            () ->
                                    FilterParser.parse(
                                            SampleFields.RUNS,
                                            open.repeat(10_000) + condition + close.repeat(10_000)))
                    .isInstanceOf(TandemException.class)
                    .hasMessage(
                            "Invalid filter at position "
                                    + (open.length() * 50 / each + 1)
                                    + ": parentheses and NOT may be nested at most 50 deep.");
        }
        // Side by side is not inside.
        String wide =
                Stream.generate(() -> "NOT (" + condition + ")")
                        .limit(400)
                        .collect(Collectors.joining(" or "));
        assertThat(FilterParser.parse(SampleFields.RUNS, wide).conditions()).hasSize(400);
    }

    @Test
    void aFieldOfFewValuesTakesThemInAnyCase() {
        Expression read =
                FilterParser.parse(
                        SampleFields.VERSIONS,
                        "stage = 'production' AND stage IN ('NONE') AND stage LIKE 'prod%'");
        assertThat(shown(read))
                .isEqualTo("stage = 'Production' & stage IN (None) & stage LIKE 'prod%'");
        assertThatThrownBy(() -> FilterParser.parse(SampleFields.VERSIONS, "stage != 'Canary'"))
                .hasMessage(
                        "Invalid filter at position 10: 'stage' is never Canary, expected one of"
                                + " None, Production.");
    }

    private static String shown(Expression expression) {
        return expression instanceof Expression.And and
                ? and.parts().stream()
                        .map(FilterParserTest::shownPart)
                        .collect(Collectors.joining(" & "))
                : shownPart(expression);
    }

    private static String shownPart(Expression part) {
        if (part instanceof Expression.Not not) {
            return "!(" + shownPart(not.part()) + ")";
        }
        if (part instanceof Expression.And and) {
            return "(" + shown(and) + ")";
        }
        if (part instanceof Expression.Or or) {
            return or.parts().stream()
                    .map(FilterParserTest::shownPart)
                    .collect(Collectors.joining(" | ", "(", ")"));
        }
        return shownCondition((Expression.Condition) part);
    }

    private static String shownCondition(Expression.Condition condition) {
        String field = condition.field().shown();
        if (condition instanceof Expression.CompareNumber number) {
            return field + " " + number.operator().symbol() + " " + number.value().text();
        }
        if (condition instanceof Expression.CompareText text) {
            return field + " " + text.operator().symbol() + " '" + text.value() + "'";
        }
        if (condition instanceof Expression.Between between) {
            return field
                    + (between.negated() ? " NOT BETWEEN " : " BETWEEN ")
                    + between.low().text()
                    + " AND "
                    + between.high().text();
        }
        if (condition instanceof Expression.InNumbers in) {
            return field + list(in.negated(), in.values().stream().map(NumberLiteral::text));
        }
        if (condition instanceof Expression.InTexts in) {
            return field + list(in.negated(), in.values().stream());
        }
        return field + " IS NOT NULL";
    }

    private static String list(boolean negated, Stream<String> values) {
        return values.collect(Collectors.joining(", ", negated ? " NOT IN (" : " IN (", ")"));
    }
}
