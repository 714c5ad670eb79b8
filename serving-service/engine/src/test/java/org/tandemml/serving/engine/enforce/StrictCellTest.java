package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;

/** Each cell of the table of what strict mode accepts. */
class StrictCellTest {
    private static final Object MISSING = new Object();

    static Stream<Arguments> accepted() {
        return Stream.of(
                ok(DataType.BOOLEAN, "true", true),
                ok(DataType.BOOLEAN, "false", false),
                ok(DataType.INTEGER, "7", 7L),
                ok(DataType.INTEGER, "-2147483648", -2147483648L),
                ok(DataType.INTEGER, "2147483647", 2147483647L),
                ok(DataType.INTEGER, "3.0", 3L),
                ok(DataType.INTEGER, "1e3", 1000L),
                ok(DataType.INTEGER, "-0", 0L),
                ok(DataType.INTEGER, "-0.0", 0L),
                ok(DataType.INTEGER, "0e999999999", 0L),
                ok(DataType.LONG, "9223372036854775807", Long.MAX_VALUE),
                ok(DataType.LONG, "-9223372036854775808", Long.MIN_VALUE),
                ok(DataType.LONG, "9007199254740993", 9007199254740993L),
                ok(DataType.LONG, "9007199254740993.0", 9007199254740993L),
                ok(DataType.LONG, "9.223372036854775807e18", Long.MAX_VALUE),
                ok(DataType.LONG, "1e3", 1000L),
                ok(DataType.LONG, "1200e-2", 12L),
                ok(DataType.LONG, "1.50E1", 15L),
                ok(DataType.FLOAT, "1.5", 1.5f),
                ok(DataType.FLOAT, "0.1", 0.1f),
                ok(DataType.FLOAT, "16777216", 16777216f),
                ok(DataType.FLOAT, "16777218", 16777218f),
                ok(DataType.FLOAT, "3.4028235e38", Float.MAX_VALUE),
                // Just under the middle of two floats; by way of a double it would go up.
                ok(DataType.FLOAT, "1.00000017881393432617187499", 1.0000001192092896f),
                ok(DataType.FLOAT, "1e-60", 0f),
                ok(DataType.FLOAT, "\"Infinity\"", Float.POSITIVE_INFINITY),
                ok(DataType.FLOAT, "-Infinity", Float.NEGATIVE_INFINITY),
                ok(DataType.FLOAT, "\"NaN\"", MISSING),
                ok(DataType.FLOAT, "null", MISSING),
                ok(DataType.DOUBLE, "0.1", 0.1),
                ok(DataType.DOUBLE, "-0.0", -0.0),
                ok(DataType.DOUBLE, "12", 12.0),
                ok(DataType.DOUBLE, "9007199254740992", 9007199254740992.0),
                ok(DataType.DOUBLE, "9007199254740994", 9007199254740994.0),
                ok(DataType.DOUBLE, "-9223372036854775808", -0x1p63),
                ok(DataType.DOUBLE, "9223372036854775808", 0x1p63),
                ok(DataType.DOUBLE, "18446744073709551616", 0x1p64),
                ok(DataType.DOUBLE, "1.7976931348623157e308", Double.MAX_VALUE),
                ok(DataType.DOUBLE, "5e-324", Double.MIN_VALUE),
                ok(DataType.DOUBLE, "NaN", MISSING),
                ok(DataType.DOUBLE, "\"NaN\"", MISSING),
                ok(DataType.DOUBLE, "\"-Infinity\"", Double.NEGATIVE_INFINITY),
                ok(DataType.DOUBLE, "Infinity", Double.POSITIVE_INFINITY),
                ok(DataType.DOUBLE, "null", MISSING),
                ok(DataType.STRING, "\"abc\"", "abc"),
                ok(DataType.STRING, "\"\"", ""),
                ok(DataType.STRING, "\"\\u0000\\ud83d\\udeb2 \\ud800\"", "\u0000🚲 \ud800"),
                ok(DataType.STRING, "\"名前\"", "名前"),
                ok(DataType.STRING, "null", MISSING),
                ok(DataType.DATETIME, "\"1970-01-01\"", 0L),
                ok(DataType.DATETIME, "\"1970-01-02T00:00:00Z\"", 86_400_000_000_000L),
                ok(DataType.DATETIME, "\"1970-01-01T02:00:00+02:00\"", 0L),
                ok(DataType.DATETIME, "null", MISSING),
                ok(DataType.BINARY, "\"aGk=\"", List.of((byte) 'h', (byte) 'i')),
                ok(DataType.BINARY, "\"\"", List.of()));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                no(DataType.BOOLEAN, "1", "number"),
                no(DataType.BOOLEAN, "0.0", "number"),
                no(DataType.BOOLEAN, "\"true\"", "string"),
                no(DataType.BOOLEAN, "null", "null"),
                no(DataType.BOOLEAN, "[true]", "array"),
                no(DataType.INTEGER, "1.5", "number with a fraction"),
                no(DataType.INTEGER, "2147483648", "number out of range"),
                no(DataType.INTEGER, "-2147483649.0", "number out of range"),
                no(DataType.INTEGER, "1e300", "number out of range"),
                no(DataType.INTEGER, "1e999999999", "number out of range"),
                no(DataType.INTEGER, "1e-999999999", "number with a fraction"),
                no(DataType.INTEGER, "\"1\"", "string"),
                no(DataType.INTEGER, "true", "boolean"),
                no(DataType.INTEGER, "null", "null"),
                no(DataType.INTEGER, "NaN", "number"),
                no(DataType.LONG, "9223372036854775808", "number out of range"),
                no(DataType.LONG, "9223372036854775808.0", "number out of range"),
                no(DataType.LONG, "9223372036854775807.5", "number with a fraction"),
                no(DataType.LONG, "3.00000000000000000001", "number with a fraction"),
                no(DataType.LONG, "1e-400", "number with a fraction"),
                no(DataType.LONG, "1e400", "number out of range"),
                no(DataType.LONG, "\"7\"", "string"),
                no(DataType.LONG, "\"NaN\"", "string"),
                no(DataType.LONG, "Infinity", "number"),
                no(DataType.LONG, "false", "boolean"),
                no(DataType.LONG, "null", "null"),
                no(DataType.LONG, "{}", "object"),
                no(DataType.FLOAT, "16777217", "integer that the type cannot hold exactly"),
                no(DataType.FLOAT, "1e39", "number out of range"),
                no(DataType.FLOAT, "3.4028236e38", "number out of range"),
                no(DataType.FLOAT, "\"1.5\"", "string"),
                no(DataType.FLOAT, "\"inf\"", "string"),
                no(DataType.FLOAT, "true", "boolean"),
                no(
                        DataType.DOUBLE,
                        "9007199254740993",
                        "integer that the type cannot hold exactly"),
                no(
                        DataType.DOUBLE,
                        "9223372036854775807",
                        "integer that the type cannot hold exactly"),
                no(
                        DataType.DOUBLE,
                        "18446744073709551617",
                        "integer that the type cannot hold exactly"),
                no(DataType.DOUBLE, "1e309", "number out of range"),
                no(DataType.DOUBLE, "\"12\"", "string"),
                no(DataType.DOUBLE, "\"nan\"", "string"),
                no(DataType.DOUBLE, "\"\"", "string"),
                no(DataType.DOUBLE, "false", "boolean"),
                no(DataType.DOUBLE, "[]", "array"),
                no(DataType.STRING, "1", "number"),
                no(DataType.STRING, "1.5", "number"),
                no(DataType.STRING, "true", "boolean"),
                no(DataType.STRING, "{\"a\":1}", "object"),
                no(DataType.DATETIME, "0", "number"),
                no(DataType.DATETIME, "1700000000000", "number"),
                no(DataType.DATETIME, "1.5", "number"),
                no(DataType.DATETIME, "true", "boolean"),
                no(DataType.DATETIME, "\"\"", "string that is no ISO 8601 date-time"),
                no(DataType.DATETIME, "\"01/02/2024\"", "string that is no ISO 8601 date-time"),
                no(DataType.DATETIME, "\"1700000000\"", "string that is no ISO 8601 date-time"),
                no(DataType.DATETIME, "\"2024-02-30\"", "string that is no ISO 8601 date-time"),
                no(DataType.BINARY, "\"aGk\"", "string that is no padded base64"),
                no(DataType.BINARY, "\"aGl=\"", "string that is no padded base64"),
                no(DataType.BINARY, "\"a b=\"", "string that is no padded base64"),
                no(DataType.BINARY, "\"_-8=\"", "string that is no padded base64"),
                no(DataType.BINARY, "null", "null"),
                no(DataType.BINARY, "7", "number"));
    }

    @ParameterizedTest(name = "{0} takes {1}")
    @MethodSource("accepted")
    void acceptsWhatBecomesTheTypeWithoutLoss(DataType type, String json, Object expected) {
        for (String body : bodies(json)) {
            var table = Enforcers.strict(columns(type)).parseJson(Enforcers.utf8(body)).table();
            assertThat(table.rows()).as(body).isEqualTo(1);
            boolean missing = expected == MISSING;
            assertThat(table.column(1).isMissing(0)).as(body).isEqualTo(missing);
            if (!missing) {
                assertThat(Cells.of(table.column(1), 0)).as(body).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @MethodSource("refused")
    void refusesEverythingElse(DataType type, String json, String actual) {
        for (String body : bodies(json)) {
            ViolationsException refusal = refusal(type, body);
            assertThat(refusal.count()).as(body).isOne();
            Violation violation = refusal.violations().get(0);
            assertThat(violation.row()).isZero();
            assertThat(violation.column()).isEqualTo("x");
            assertThat(violation.expected()).isEqualTo(type.wireName());
            assertThat(violation.actual()).isEqualTo(actual);
        }
    }

    private static ViolationsException refusal(DataType type, String body) {
        @Nullable ViolationsException refusal =
                catchThrowableOfType(
                        ViolationsException.class,
                        () -> Enforcers.strict(columns(type)).parseJson(Enforcers.utf8(body)));
        assertThat(refusal).as(body).isNotNull();
        return java.util.Objects.requireNonNull(refusal);
    }

    private static Schema.Columns columns(DataType type) {
        return new Schema.Columns(
                List.of(ColumnSpec.of("first", DataType.LONG), ColumnSpec.of("x", type)));
    }

    /** The cell in each of the forms that a body can have. */
    private static List<String> bodies(String json) {
        return List.of(
                "{\"dataframe_split\":{\"columns\":[\"x\",\"first\"],\"data\":[[" + json + ",1]]}}",
                "{\"dataframe_split\":{\"data\":[[1," + json + "]],\"columns\":[\"first\",\"x\"]}}",
                "{\"dataframe_records\":[{\"first\":1,\"x\":" + json + "}]}",
                "{\"instances\":[{\"x\":" + json + ",\"first\":1}]}",
                "{\"inputs\":[{\"x\":" + json + ",\"first\":1}]}",
                "{\"inputs\":{\"first\":[1],\"x\":[" + json + "]}}");
    }

    private static Arguments ok(DataType type, String json, Object expected) {
        return Arguments.of(type, json, expected);
    }

    private static Arguments no(DataType type, String json, String actual) {
        return Arguments.of(type, json, actual);
    }
}
