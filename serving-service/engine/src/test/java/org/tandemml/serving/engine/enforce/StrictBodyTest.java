package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.table.Table;

/** The forms of a body, and what strict mode says about each that is not one. */
class StrictBodyTest {
    private static final Schema.Columns AB =
            new Schema.Columns(
                    List.of(
                            ColumnSpec.of("a", DataType.LONG),
                            ColumnSpec.of("b", DataType.DOUBLE),
                            new ColumnSpec("c", new ColumnType.Scalar(DataType.STRING), false)));
    private static final Schema.Columns UNNAMED =
            new Schema.Columns(
                    List.of(
                            new ColumnSpec(null, new ColumnType.Scalar(DataType.LONG), true),
                            new ColumnSpec(null, new ColumnType.Scalar(DataType.DOUBLE), true)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dataframe_split':{'columns':['b','a'],'data':[[1.5,1],[2.5,2]]}}",
                "{'dataframe_split':{'data':[[1.5,1],[2.5,2]],'index':[7],'columns':['b','a']}}",
                "{'dataframe_split':{'index':[0,1],'columns':['a','b'],'data':[[1,1.5],[2,2.5]]}}",
                "{'dataframe_split':{'columns':['a','c','b'],'data':[[1,null,1.5],[2,null,2.5]]}}",
                "{'dataframe_records':[{'a':1,'b':1.5},{'b':2.5,'a':2}]}",
                "{'dataframe_records':[{'a':1,'b':1.5},{'c':null,'b':2.5,'a':2}]}",
                "{'instances':[{'a':1,'b':1.5},{'a':2,'b':2.5}]}",
                "{'inputs':[{'a':1,'b':1.5},{'a':2,'b':2.5}]}",
                "{'inputs':{'a':[1,2],'b':[1.5,2.5]}}",
                "{'instances':{'b':[1.5,2.5],'a':[1,2]}}",
                "{'other':{'deep':[1,{'x':2}]},'inputs':{'a':[1,2],'b':[1.5,2.5]},'params':{}}",
                "{'params':null,'inputs':{'a':[1,2],'b':[1.5,2.5]}}",
                " \n{ 'inputs' : { 'a' : [ 1 , 2 ] , 'b' : [ 1.5 , 2.5 ] } } \n"
            })
    void readsTheSameRowsFromEveryForm(String body) {
        assertTwoRows(strict(AB, body));
    }

    @Test
    void readsCsv() {
        for (String csv :
                List.of(
                        "a,b\n1,1.5\n2,2.5\n",
                        "b,a\r\n1.5,1\r\n2.5,2",
                        "\"a\",c,\"b\"\n\n1,,1.5\n\n\"2\",,2.5\n\n",
                        "\ufeffa,b\n 1 , 1.5\n2.0,25e-1\n")) {
            assertTwoRows(Enforcers.strict(AB).parseCsv(Enforcers.utf8(csv)).table());
        }
    }

    private static void assertTwoRows(Table table) {
        assertThat(table.rows()).isEqualTo(2);
        assertThat(Cells.of(table.column(0), 0)).isEqualTo(1L);
        assertThat(Cells.of(table.column(0), 1)).isEqualTo(2L);
        assertThat(Cells.of(table.column(1), 0)).isEqualTo(1.5);
        assertThat(Cells.of(table.column(1), 1)).isEqualTo(2.5);
        assertThat(table.column(2).isMissing(0)).isTrue();
        assertThat(table.column(2).isMissing(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dataframe_split':{'columns':['a','b'],'data':[]}}",
                "{'inputs':{'a':[],'b':[]}}"
            })
    void readsZeroRows(String body) {
        assertThat(strict(AB, body).rows()).isZero();
        assertThat(Enforcers.strict(AB).parseCsv(Enforcers.utf8("b,a\n")).table().rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dataframe_split':{'data':[[1,2.5]]}}",
                "{'dataframe_split':{'columns':['x','y'],'data':[[1,2.5]]}}",
                "{'dataframe_records':[{'x':1,'y':2.5}]}",
                "{'inputs':[[1,2.5]]}",
                "{'instances':[[1,2.5]]}"
            })
    void tellsColumnsWithoutNamesApartByPosition(String body) {
        Table table = strict(UNNAMED, body);
        assertThat(Cells.of(table.column(0), 0)).isEqualTo(1L);
        assertThat(Cells.of(table.column(1), 0)).isEqualTo(2.5);
    }

    @Test
    void readsOneColumnFromAPlainList() {
        Schema.Columns one = new Schema.Columns(List.of(ColumnSpec.of("a", DataType.LONG)));
        assertThat(strict(one, "{'inputs':[1,2,3]}").rows()).isEqualTo(3);
        assertThat(strict(one, "{'inputs':{'a':5}}").rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'dataframe_split':{'columns':['a','x','b'],'data':[[1,2,'z']]}}"
                        + "|x:column@/dataframe_split/columns/1 0b:string@/dataframe_split/data/0/2",
                "{'dataframe_split':{'columns':['a'],'data':[['q']]}}"
                        + "|b:absent@/dataframe_split/columns 0a:string@/dataframe_split/data/0/0",
                "{'dataframe_split':{'data':[['q']],'columns':['a']}}"
                        + "|b:absent@/dataframe_split/columns 0a:string@/dataframe_split/data/0/0",
                "{'dataframe_split':{'data':[['q']]}}"
                        + "|a:absent@/dataframe_split b:absent@/dataframe_split",
                "{'dataframe_split':{'columns':['a','b','a'],'data':[[1,2,3]]}}"
                        + "|a:column twice@/dataframe_split/columns/2",
                "{'dataframe_split':{'columns':['a','b'],'data':[[1],[1,2],[1,2,3],[],7,{}]}}"
                        + "|0:row of 1@/dataframe_split/data/0 2:row of 3@/dataframe_split/data/2"
                        + " 3:row of 0@/dataframe_split/data/3 4:number@/dataframe_split/data/4"
                        + " 5:object@/dataframe_split/data/5",
                "{'dataframe_records':[{'a':1,'b':2},{'b':3},{'a':4}]}"
                        + "|1a:absent@/dataframe_records/1 2b:absent@/dataframe_records/2",
                "{'dataframe_records':[{'a':1},{'a':2}]}|b:absent@/dataframe_records",
                "{'dataframe_records':[]}|a:absent@/dataframe_records b:absent@/dataframe_records",
                "{'dataframe_records':[{'a':1,'b':2,'x/y':[1]},{'x/y':0,'a':1,'b':2}]}"
                        + "|0x/y:column@/dataframe_records/0/x~1y",
                "{'dataframe_records':[{'a':1,'b':2,'a':'q'}]}"
                        + "|0a:key twice in the row@/dataframe_records/0/a",
                "{'dataframe_records':[{'a':1,'b':2},[1,2],null]}"
                        + "|1:array@/dataframe_records/1 2:null@/dataframe_records/2"
                        + " 1a:absent@/dataframe_records/1 2a:absent@/dataframe_records/2"
                        + " 1b:absent@/dataframe_records/1 2b:absent@/dataframe_records/2",
                "{'inputs':{'a':[1,'q'],'b':[1,2,3],'x':1}}"
                        + "|1a:string@/inputs/a/1 b:3 values@/inputs/b x:column@/inputs/x",
                "{'inputs':{'a':[1],'a':[2],'b':[1]}}|a:column twice@/inputs/a",
                "{'inputs':{}}|a:absent@/inputs b:absent@/inputs",
                "{'instances':[{'a':1.5,'b':true}]}"
                        + "|0a:number with a fraction@/instances/0/a 0b:boolean@/instances/0/b",
                "{'inputs':{'a':[1],'b':[1]},'params':{'t':1}}|t:parameter@/params/t"
            })
    void reportsEveryViolationWithItsPlace(String body, String expected) {
        List<String> places =
                refusal(AB, body).violations().stream()
                        .map(
                                v ->
                                        (v.row() == null ? "" : v.row())
                                                + (v.column() == null ? "" : v.column())
                                                + ":"
                                                + v.actual()
                                                + "@"
                                                + v.pointer())
                        .toList();
        assertThat(String.join(" ", places)).isEqualTo(expected);
    }

    @Test
    void reportsCsvViolationsByRowAndColumn() {
        ViolationsException refusal =
                Objects.requireNonNull(
                        catchThrowableOfType(
                                ViolationsException.class,
                                () ->
                                        Enforcers.strict(AB)
                                                .parseCsv(
                                                        Enforcers.utf8(
                                                                "a,x,b\n1.5,0,2\n,0,z\n1,0\n"))));
        assertThat(refusal.violations())
                .extracting(v -> v.row() + " " + v.column() + " " + v.actual() + " " + v.value())
                .containsExactly(
                        "null x column null",
                        "0 a number with a fraction 1.5",
                        "1 a null ",
                        "1 b string z",
                        "2 null row of 2 null");
    }

    @Test
    void saysHowManyRowsAreWrongAndShowsTheFirst() {
        ViolationsException refusal =
                refusal(
                        AB,
                        "{'dataframe_split':{'columns':['a','b'],'data':[['abc',1],[2,3],[4.5,'x']]}}");
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
        assertThat(refusal)
                .hasMessage(
                        "2 of 3 rows do not match the signature of demo/2: row 0, column 'a': expected"
                                + " long, got string 'abc'; row 2, column 'a': expected long, got number"
                                + " with a fraction '4.5' (the signature takes whole numbers here; a"
                                + " double column would take fractions); row 2, column 'b': expected"
                                + " double, got string 'x'.");
    }

    @Test
    void keepsAHundredViolationsAndCountsAll() {
        String rows = "['abc',true],".repeat(300) + "[1,2]";
        ViolationsException refusal =
                refusal(AB, "{'dataframe_split':{'columns':['a','b'],'data':[" + rows + "]}}");
        assertThat(refusal.count()).isEqualTo(600);
        assertThat(refusal.violations()).hasSize(100);
        assertThat(refusal).hasMessageStartingWith("300 of 301 rows do not match");
        assertThat(refusal).hasMessageEndingWith("; and 597 more.");
    }

    @Test
    void cutsTheValueAndLeavesItOutIfAsked() {
        String body = "{'inputs':{'a':['" + "é".repeat(1000) + "'],'b':[1]}}";
        assertThat(refusal(AB, body).violations().get(0).value()).isEqualTo("é".repeat(64) + "...");
        SignatureEnforcer silent =
                SignatureEnforcer.of(
                        AB,
                        List.of(),
                        new EnforcementSettings("m/1", EnforcementMode.STRICT, 10, false));
        assertThatThrownBy(() -> silent.parseJson(json(body)))
                .isInstanceOfSatisfying(
                        ViolationsException.class,
                        e -> assertThat(e.violations().get(0).value()).isNull())
                .hasMessageNotContaining("é");
        assertThatThrownBy(() -> silent.parseJson(json("{'inputs':secret}")))
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "'x'",
                "{",
                "{}",
                "{'data':[[1,2]]}",
                "{'inputs':{'a':[1],'b':[1]}} x",
                "{'inputs':{'a':[1],'b':[1]}}{}",
                "{'inputs':{'a':[1],'b':[1]},}",
                "{'inputs':{'a':[1,],'b':[1]}}",
                "{'inputs':{'a':[01],'b':[1]}}",
                "{'inputs':{'a':[+1],'b':[1]}}",
                "{'inputs':{'a':[.5],'b':[1]}}",
                "{'inputs':{'a':[nan],'b':[1]}}",
                "{'inputs':{'a':[1],'b':[1]},'instances':[{'a':1,'b':1}]}",
                "{'inputs':{'a':[1],'b':[1]},'inputs':{'a':[1],'b':[1]}}",
                "{'inputs':5}",
                "{'inputs':null}",
                "{'inputs':[[1,2]]}",
                "{'inputs':[1,2]}",
                "{'dataframe_split':[]}",
                "{'dataframe_split':{}}",
                "{'dataframe_split':{'columns':['a','b']}}",
                "{'dataframe_split':{'columns':['a','b'],'data':null}}",
                "{'dataframe_split':{'columns':['a','b'],'data':{}}}",
                "{'dataframe_split':{'columns':'a','data':[[1,2]]}}",
                "{'dataframe_split':{'columns':['a',['b']],'data':[[1,2]]}}",
                "{'dataframe_split':{'columns':['a','b'],'data':[[1,2]],'x':1}}",
                "{'dataframe_split':{'columns':['a','b'],'data':[[1,2]],'data':[[1,2]]}}",
                "{'dataframe_split':{'data':[[1,2]],'columns':['a','b'],'data':[[1,2]]}}",
                "{'dataframe_split':{'columns':['a','b'],'columns':['a','b'],'data':[[1,2]]}}",
                "{'dataframe_records':{'a':1,'b':2}}",
                "{'dataframe_records':null}",
                "{'inputs':{'a':[1],'b':[1]},'params':[]}",
                "{'inputs':{'a':[1],'b':[1]},'params':5}"
            })
    void refusesBodiesThatAreNoForm(String body) {
        assertThatThrownBy(() -> strict(AB, body))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    static Stream<Arguments> mistakesInJson() {
        return Stream.of(
                arguments("{\n  'inputs': x}", " at line 2, column 13."),
                arguments("{'inputs':{'a':[1,}", " at line 1, column 19."),
                arguments("{'inputs' 1}", " at line 1, column 11."),
                arguments("{'inputs':{'a':[1", " at line 1, column 18: it ends too early."),
                arguments("{'inputs':{'a':'x", " at line 1, column 18: it ends too early."),
                arguments(
                        "{'other':" + "[".repeat(600),
                        ": a name, a number or the nesting is longer than is read."));
    }

    @ParameterizedTest
    @MethodSource("mistakesInJson")
    void saysInItsOwnWordsWhereABodyIsNoJson(String body, String place) {
        assertThatThrownBy(() -> strict(AB, body))
                .isInstanceOf(TandemException.class)
                .hasMessage("The body is not valid JSON" + place);
    }

    @Test
    void takesNoControlCharacterForABlank() {
        Schema.Columns flags =
                new Schema.Columns(
                        List.of(
                                ColumnSpec.of("b", DataType.BOOLEAN),
                                ColumnSpec.of("t", DataType.DATETIME),
                                ColumnSpec.of("n", DataType.LONG)));
        byte[] csv = Enforcers.utf8("b,t,n\ntrue\u0000,2024-01-02\u0000,1\u0000\n");
        assertThatThrownBy(() -> Enforcers.strict(flags).parseCsv(csv))
                .isInstanceOfSatisfying(
                        ViolationsException.class, e -> assertThat(e.count()).isEqualTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "a,b\n1,\"2\n", "a,b\n1,\"2\"x\n"})
    void refusesTextThatIsNoCsv(String csv) {
        assertThatThrownBy(() -> Enforcers.strict(AB).parseCsv(Enforcers.utf8(csv)))
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        for (String value :
                List.of(
                        "[".repeat(900) + "]".repeat(900),
                        "[".repeat(100_000),
                        "{'x':".repeat(100_000),
                        "9".repeat(5000),
                        "1." + "9".repeat(5000))) {
            for (String body :
                    List.of(
                            "{'inputs':{'a':[" + value + "],'b':[1]}}",
                            "{'inputs':{'x':" + value + "}}",
                            "{'other':" + value)) {
                assertThatThrownBy(() -> strict(AB, body))
                        .isInstanceOf(TandemException.class)
                        .extracting(e -> ((TandemException) e).code())
                        .isIn(ErrorCode.BAD_REQUEST, ErrorCode.INVALID_PARAMETER_VALUE);
            }
        }
        for (String number : List.of("9".repeat(5_000_000), "1." + "0".repeat(5_000_000))) {
            byte[] csv = Enforcers.utf8("a,b\n" + number + "," + number + "\n");
            assertThatThrownBy(() -> Enforcers.strict(AB).parseCsv(csv))
                    .isInstanceOfSatisfying(
                            ViolationsException.class, e -> assertThat(e.count()).isEqualTo(2));
        }
    }

    @Test
    void refusesMoreRowsThanAllowed() {
        String rows = "[1,2],".repeat(1000);
        for (String body :
                List.of(
                        "{'dataframe_split':{'columns':['a','b'],'data':[" + rows + "[1,2]]}}",
                        "{'dataframe_records':[" + "{'a':1,'b':2},".repeat(1000) + "{}]}",
                        "{'inputs':{'a':[" + "1,".repeat(1000) + "1],'b':[1]}}")) {
            assertTooLarge(() -> strict(AB, body));
        }
        byte[] csv = Enforcers.utf8("a,b\n" + "1,2\n".repeat(1001));
        assertTooLarge(() -> Enforcers.strict(AB).parseCsv(csv));
    }

    @Test
    void refusesRowsThatWouldTakeFarMoreMemoryThanTheBody() {
        List<ColumnSpec> wide =
                java.util.stream.IntStream.range(0, 10_000)
                        .mapToObj(
                                i ->
                                        new ColumnSpec(
                                                "c" + i,
                                                new ColumnType.Scalar(DataType.DOUBLE),
                                                false))
                        .toList();
        String first =
                wide.stream()
                        .map(c -> "'" + c.name() + "':1")
                        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
        String body = "{'dataframe_records':[" + first + ",{}".repeat(900) + "]}";
        assertTooLarge(() -> strict(new Schema.Columns(wide), body));
        String sparse = "{'dataframe_records':[{'c7':1}" + ",{}".repeat(900) + "]}";
        Table table = strict(new Schema.Columns(wide), sparse);
        assertThat(table.column(7).isMissing(0)).isFalse();
        assertThat(table.column(7).isMissing(900)).isTrue();
        assertThat(table.column(8).asDouble(900)).isNaN();
    }

    private static void assertTooLarge(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TandemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
    }

    @Test
    void readsEveryUnicodeEncodingOfJson() {
        String body = "{\"inputs\":{\"a\":[1,2],\"b\":[1.5,2.5],\"c\":[null,null]}}";
        for (String charset : List.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
            for (String mark : List.of("", "\ufeff")) {
                byte[] bytes = (mark + body).getBytes(Charset.forName(charset));
                assertTwoRows(Enforcers.strict(AB).parseJson(bytes).table());
            }
        }
        byte[] split =
                "\ufeff{\"dataframe_split\":{\"data\":[[1.5,1],[2.5,2]],\"columns\":[\"b\",\"a\"]}}"
                        .getBytes(StandardCharsets.UTF_16LE);
        assertTwoRows(Enforcers.strict(AB).parseJson(split).table());
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[][] wrong = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0x80},
            {(byte) 0xFF}
        };
        for (byte[] bytes : wrong) {
            String latin = new String(bytes, StandardCharsets.ISO_8859_1);
            byte[] json =
                    ("{\"ignored\":\"" + latin + "\",\"inputs\":{\"a\":[1],\"b\":[1]}}")
                            .getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> Enforcers.strict(AB).parseJson(json))
                    .isInstanceOf(TandemException.class)
                    .hasMessage("The body is not UTF-8: byte 12 cannot stand there.");
            byte[] csv = ("a,b,c\n1,2," + latin).getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> Enforcers.strict(AB).parseCsv(csv))
                    .isInstanceOf(TandemException.class);
        }
        byte[] lonely = "\ufeff{\"a\":\"\udc00\"}".getBytes(StandardCharsets.UTF_16LE);
        byte[] half = java.util.Arrays.copyOf(lonely, lonely.length - 1);
        assertThatThrownBy(() -> Enforcers.strict(AB).parseJson(half))
                .isInstanceOf(TandemException.class);
    }

    private static Table strict(Schema schema, String body) {
        return Enforcers.strict(schema).parseJson(json(body)).table();
    }

    private static ViolationsException refusal(Schema schema, String body) {
        return Objects.requireNonNull(
                catchThrowableOfType(ViolationsException.class, () -> strict(schema, body)), body);
    }

    private static byte[] json(String body) {
        return Enforcers.utf8(body.replace('\'', '"'));
    }
}
