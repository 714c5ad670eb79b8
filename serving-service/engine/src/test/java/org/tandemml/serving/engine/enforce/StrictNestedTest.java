package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.ParamSpec;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Arrays, objects, maps, any, tensors and parameters in strict mode. */
class StrictNestedTest {
    private static final ColumnType LONGS = new ColumnType.ArrayOf(scalar(DataType.LONG));
    private static final ColumnType POINT =
            new ColumnType.ObjectOf(
                    List.of(
                            new ColumnType.Property("tags", strings(), false),
                            new ColumnType.Property("x", scalar(DataType.DOUBLE), true)));

    private static ColumnType scalar(DataType type) {
        return new ColumnType.Scalar(type);
    }

    private static ColumnType strings() {
        return new ColumnType.ArrayOf(scalar(DataType.STRING));
    }

    private static Schema.Columns column(ColumnType type) {
        return new Schema.Columns(List.of(new ColumnSpec("v", type, true)));
    }

    private static Object value(ColumnType type, String json) {
        Table table =
                read(column(type), "{'dataframe_split':{'columns':['v'],'data':[[" + json + "]]}}");
        return Objects.requireNonNull(((Column.Nested) table.column(0)).values()[0]);
    }

    private static String refusal(Schema schema, String body) {
        ViolationsException refusal =
                Objects.requireNonNull(
                        catchThrowableOfType(ViolationsException.class, () -> read(schema, body)));
        return refusal.violations().stream()
                .map(v -> v.pointer() + " " + v.expected() + "/" + v.actual())
                .collect(Collectors.joining("; "));
    }

    private static Table read(Schema schema, String body) {
        return Enforcers.strict(schema).parseJson(Enforcers.utf8(body.replace('\'', '"'))).table();
    }

    @Test
    void readsNestedValues() {
        assertThat(value(LONGS, "[1,2.0,3e0]")).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(value(LONGS, "[]")).isEqualTo(List.of());
        assertThat(value(new ColumnType.ArrayOf(LONGS), "[[1],[]]"))
                .isEqualTo(List.of(List.of(1L), List.of()));
        assertThat(value(new ColumnType.SparkVector(), "[1,2.5]")).isEqualTo(List.of(1.0, 2.5));
        assertThat(value(strings(), "['a',null]")).isEqualTo(Arrays.asList("a", null));
        assertThat(value(POINT, "{'x':1,'tags':['t']}"))
                .isEqualTo(Map.of("x", 1.0, "tags", List.of("t")));
        assertThat(value(new ColumnType.MapOf(LONGS), "{'k':[1],'':[]}"))
                .isEqualTo(Map.of("k", List.of(1L), "", List.of()));
        assertThat(value(new ColumnType.Any(), "{'k':[1,2.5,true,'x',{}]}"))
                .isEqualTo(Map.of("k", List.of(1L, 2.5, true, "x", Map.of())));
        assertThat(read(column(new ColumnType.Any()), "{'inputs':{'v':[null]}}").column(0))
                .extracting(c -> c.isMissing(0))
                .isEqualTo(true);
    }

    @Test
    void keepsAnOptionalPropertyThatIsAbsentAsMissing() {
        Map<?, ?> point = (Map<?, ?>) value(POINT, "{'x':1}");
        assertThat(point.containsKey("tags")).isTrue();
        assertThat(point.get("tags")).isNull();
    }

    @Test
    void reportsWhatIsWrongInside() {
        String split = "{'dataframe_split':{'columns':['v'],'data':[[%s]]}}";
        String at = "/dataframe_split/data/0/0";
        assertThat(refusal(column(LONGS), split.formatted("7")))
                .isEqualTo(at + " array of long/number");
        assertThat(refusal(column(LONGS), split.formatted("null")))
                .isEqualTo(at + " array of long/null");
        assertThat(refusal(column(LONGS), split.formatted("[1,'x',2.5,[1],null]")))
                .isEqualTo(
                        String.join(
                                "; ",
                                at + "/1 long/string",
                                at + "/2 long/number with a fraction",
                                at + "/3 long/array",
                                at + "/4 long/null"));
        assertThat(refusal(column(POINT), split.formatted("{'y':1,'tags':[1],'tags':[]}")))
                .isEqualTo(
                        String.join(
                                "; ",
                                at + "/y no such property/property",
                                at + "/tags/0 string/number",
                                at + "/tags array of string/key twice",
                                at + " property 'x' of double/absent"));
        assertThat(
                        refusal(
                                column(new ColumnType.MapOf(scalar(DataType.BOOLEAN))),
                                split.formatted("{'a~b/c':1}")))
                .isEqualTo(at + "/a~0b~1c boolean/number");
    }

    @Test
    void cannotReadNestedValuesFromCsv() {
        assertThatThrownBy(
                        () ->
                                Enforcers.strict(column(LONGS))
                                        .parseCsv(Enforcers.utf8("v\n\"[1,2]\"\n")))
                .isInstanceOf(ViolationsException.class)
                .hasMessageContaining("cannot hold");
    }

    private static Schema tensor(@Nullable String name, String dtype, long... shape) {
        return new Schema.Tensors(List.of(new TensorSpec(name, dtype, shape)));
    }

    private static Column.Tensor only(Schema schema, String body) {
        return (Column.Tensor) read(schema, body).column(0);
    }

    @Test
    void readsATensorFromNestedArrays() {
        for (String form :
                List.of(
                        "{'inputs':[[1,2,3],[4,5,6]]}",
                        "{'instances':[[1,2,3],[4,5,6]]}",
                        "{'dataframe_split':{'columns':['a','b','c'],'data':[[1,2,3],[4,5,6]]}}",
                        "{'dataframe_split':{'data':[[1,2,3],[4,5,6]]}}")) {
            Column.Tensor tensor = only(tensor(null, "float32", -1, 3), form);
            assertThat(tensor.shape()).containsExactly(2, 3);
            assertThat((float[]) tensor.elements()).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat(only(tensor(null, "int64", -1, -1, 2), "{'inputs':[[[1,2]],[[3,4]]]}").shape())
                .containsExactly(2, 1, 2);
        assertThat(read(tensor(null, "int64", -1, 2), "{'inputs':[]}").rows()).isZero();
    }

    @Test
    void readsNamedTensorsByColumnAndByRow() {
        Schema schema =
                new Schema.Tensors(
                        List.of(
                                new TensorSpec("a", "int64", new long[] {-1}),
                                new TensorSpec("b", "float64", new long[] {-1, 2})));
        for (String form :
                List.of(
                        "{'inputs':{'b':[[1,2],[3,4]],'a':[9007199254740993,6]}}",
                        "{'instances':[{'a':9007199254740993,'b':[1,2]},{'b':[3,4],'a':6}]}",
                        "{'dataframe_split':{'columns':['a','b'],"
                                + "'data':[[9007199254740993,[1,2]],[6,[3,4]]]}}")) {
            Table table = read(schema, form);
            assertThat(table.rows()).isEqualTo(2);
            assertThat((long[]) ((Column.Tensor) table.column(0)).elements())
                    .containsExactly(9007199254740993L, 6);
            assertThat((double[]) ((Column.Tensor) table.column(1)).elements())
                    .containsExactly(1, 2, 3, 4);
            assertThat(((Column.Tensor) table.column(1)).shape()).containsExactly(2, 2);
        }
        assertThat(refusal(schema, "{'inputs':{'a':[1],'c':[1]}}"))
                .isEqualTo(
                        "/inputs/c no such column/column; /inputs float64 tensor of shape [-1, 2]/absent");
        assertThat(refusal(schema, "{'inputs':{'a':[1,2],'b':[[1,2]]}}"))
                .isEqualTo("/inputs/b 2 values, as in the first column/1 values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1,2]|/inputs/0 array is needed/number; /inputs/1 array is needed/number",
                "[[1,2],[3]]|/inputs/1 array is needed/array of 1",
                "[[1,2,3]]|/inputs/0 array is needed/array of 3",
                "[[[1,2]]]|/inputs/0/0 array is needed/array; /inputs/0 array is needed/array of 1",
                "5|/inputs array is needed/number",
                "{'a':1}|/inputs array is needed/object",
                "[[1,'x']]|/inputs/0/1 array is needed/string"
            })
    void refusesTensorsOfAnotherShape(String value, String expected) {
        String wanted = expected.replace("array is needed", "int32 tensor of shape [-1, 2]");
        assertThat(refusal(tensor(null, "int32", -1, 2), "{'inputs':" + value + "}"))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "bool, true, 1",
        "int8, -128, 128",
        "uint8, 255, -1",
        "int16, 32767, 32768",
        "uint16, 65535, 65536",
        "int32, 2147483647, 2147483648",
        "uint32, 4294967295, 4294967296",
        "int64, 9223372036854775807, 9223372036854775808",
        "uint64, 18446744073709551615, 18446744073709551616",
        "uint64, 9223372036854775807, -1",
        "float16, 65504, 65520.0",
        "float16, 2048, 2049",
        "float32, 16777216, 16777217",
        "float64, 1e308, 1e309",
        "str, 'x', 7"
    })
    void checksElementsAgainstTheirType(String dtype, String good, String bad) {
        String text = good.equals("x") ? "'x'" : good;
        assertThat(read(tensor(null, dtype, -1), "{'inputs':[" + text + "]}").rows()).isOne();
        assertThat(refusal(tensor(null, dtype, -1), "{'inputs':[" + bad + "]}"))
                .startsWith("/inputs/0 " + dtype);
    }

    @Test
    void roundsToTheNearestHalf() {
        Column.Tensor tensor =
                only(tensor(null, "float16", -1), "{'inputs':[0.1,65519.9,6e-8,1e-9,-2.5,null]}");
        assertThat((float[]) tensor.elements())
                .containsExactly(0.099975586f, 65504f, 5.9604645E-8f, 0f, -2.5f, Float.NaN);
    }

    @Test
    void refusesASignatureWithATensorTypeThatThereIsNot() {
        assertThatThrownBy(() -> Enforcers.strict(tensor(null, "complex64", -1)))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("complex64");
    }

    private static SignatureEnforcer withParams(ParamSpec... params) {
        return SignatureEnforcer.of(
                column(scalar(DataType.LONG)),
                List.of(params),
                new EnforcementSettings("m/1", EnforcementMode.STRICT, 10, true));
    }

    private static final ParamSpec[] PARAMS = {
        new ParamSpec("threshold", scalar(DataType.DOUBLE), false, "0.5"),
        new ParamSpec("stop", scalar(DataType.STRING), true, "[\"a\",\"b\"]"),
        new ParamSpec("k", scalar(DataType.INTEGER), false, "3"),
        new ParamSpec("none", scalar(DataType.STRING), false, "null")
    };

    @Test
    void fillsParametersWithTheirDefaults() {
        SignatureEnforcer enforcer = withParams(PARAMS);
        String rows = "{'inputs':{'v':[1]}";
        Map<String, @Nullable Object> defaults =
                enforcer.parseJson(Enforcers.utf8((rows + "}").replace('\'', '"'))).params();
        assertThat(defaults)
                .containsEntry("threshold", 0.5)
                .containsEntry("stop", List.of("a", "b"))
                .containsEntry("k", 3L)
                .containsEntry("none", null);
        assertThat(enforcer.parseCsv(Enforcers.utf8("v\n1\n")).params()).isEqualTo(defaults);
        assertThat(
                        enforcer.parseJson(
                                        Enforcers.utf8(
                                                (rows + ",'params':{'threshold':1,'stop':[]}}")
                                                        .replace('\'', '"')))
                                .params())
                .containsEntry("threshold", 1.0)
                .containsEntry("stop", List.of())
                .containsEntry("k", 3L);
    }

    @Test
    void reportsWrongParameters() {
        String body =
                "{'params':{'threshold':'x','stop':'a','k':1.5,'other':1,'k':2},'inputs':{'v':[1]}}";
        ViolationsException refusal =
                Objects.requireNonNull(
                        catchThrowableOfType(
                                ViolationsException.class,
                                () ->
                                        withParams(PARAMS)
                                                .parseJson(
                                                        Enforcers.utf8(body.replace('\'', '"')))));
        assertThat(refusal.violations())
                .extracting(v -> v.pointer() + " " + v.expected() + "/" + v.actual())
                .containsExactly(
                        "/params/threshold double/string",
                        "/params/stop array of string/string",
                        "/params/k integer/number with a fraction",
                        "/params/other no such parameter/parameter",
                        "/params/k integer/parameter twice");
    }

    @Test
    void refusesASignatureWithADefaultOfAnotherType() {
        assertThatThrownBy(
                        () ->
                                withParams(
                                        new ParamSpec(
                                                "k", scalar(DataType.INTEGER), false, "\"x\"")))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
    }
}
