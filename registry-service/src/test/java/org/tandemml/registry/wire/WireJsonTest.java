package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

final class WireJsonTest {
    enum Color implements ProtoEnum {
        RED(1),
        GREEN(2);

        private final int number;

        Color(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    record Point(@Nullable String key, @Nullable Double value, @Nullable Long timestamp)
            implements WireRequest {}

    record Message(
            @Nullable String runId,
            @LenientText @Nullable String experimentId,
            @Nullable Long startTime,
            @Nullable Integer maxResults,
            @Nullable Double value,
            @Nullable Boolean archive,
            @Nullable Color viewType,
            @Nullable List<String> orderBy,
            @Nullable List<Point> metrics)
            implements WireRequest {}

    private static Message read(String json) {
        return WireJson.read(json.getBytes(StandardCharsets.UTF_8), Message.class);
    }

    private static AbstractThrowableAssert<?, TandemException> refused(String json) {
        return assertThatThrownBy(() -> read(json))
                .asInstanceOf(type(TandemException.class))
                .satisfies(
                        failure ->
                                assertThat(failure.code())
                                        .isIn(
                                                ErrorCode.INVALID_PARAMETER_VALUE,
                                                ErrorCode.BAD_REQUEST))
                .asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.throwable(
                                TandemException.class));
    }

    @Test
    void snakeAndCamelCaseNameTheSameField() {
        assertThat(read("{\"run_id\":\"a\"}")).isEqualTo(read("{\"runId\":\"a\"}"));
        assertThat(read("{\"runId\":\"a\"}").runId()).isEqualTo("a");
        assertThat(read("{\"metrics\":[{\"key\":\"k\"}],\"unknown\":{\"x\":[1]}}").metrics())
                .containsExactly(new Point("k", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"12\"", "12.0", "1.2e1"})
    void anInt64IsANumberOrText(String literal) {
        assertThat(read("{\"start_time\":" + literal + "}").startTime()).isEqualTo(12);
        assertThat(read("{\"max_results\":" + literal + "}").maxResults()).isEqualTo(12);
    }

    @Test
    void theWholeRangeOfAnInt64IsKept() {
        assertThat(read("{\"start_time\":9223372036854775807}").startTime())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(read("{\"start_time\":\"-9223372036854775808\"}").startTime())
                .isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "\"1.5\"",
                "\"abc\"",
                "\"\"",
                "true",
                "[]",
                "{}",
                "9223372036854775808",
                "\"9223372036854775808\"",
                "1e19",
                "9007199254740993.0e1"
            })
    void whatIsNoInt64IsRefused(String literal) {
        refused("{\"start_time\":" + literal + "}")
                .hasMessageContaining("for parameter 'start_time' supplied: expected an integer.");
    }

    @Test
    void anInt32HasItsRange() {
        refused("{\"max_results\":2147483648}")
                .hasMessage(
                        "Invalid value 2147483648 for parameter 'max_results' supplied: expected a"
                                + " 32-bit integer.");
    }

    @ParameterizedTest
    @CsvSource({
        "0.25,0.25",
        "'\"0.25\"',0.25",
        "7,7.0",
        "true,1.0",
        "false,0.0",
        "'\"NaN\"',NaN",
        "'\"Infinity\"',Infinity",
        "'\"-Infinity\"',-Infinity"
    })
    void aDoubleIsANumberOrTextOrABoolean(String literal, Double expected) {
        assertThat(read("{\"value\":" + literal + "}").value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"abc\"", "\"1d\"", "\"0x1p3\"", "\"nan\"", "1e400", "\"1e400\"", "[]"})
    void whatIsNoDoubleIsRefused(String literal) {
        refused("{\"value\":" + literal + "}")
                .hasMessageContaining("'value' supplied: expected a number.");
    }

    @Test
    void aNumberWrittenInAMillionDigitsIsRefusedCheaply() {
        refused("{\"value\":\"" + "9".repeat(1_000_000) + "\"}").hasMessageContaining("'value'");
        refused("{\"value\":" + "9".repeat(1_000_000) + "}").isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void aBareNonFiniteLiteralIsNoJson(String literal) {
        refused("{\"value\":" + literal + "}").hasMessageContaining("is not valid JSON");
    }

    @Test
    void anEnumIsANameOrANumber() {
        assertThat(read("{\"view_type\":\"GREEN\"}").viewType()).isEqualTo(Color.GREEN);
        assertThat(read("{\"view_type\":2}").viewType()).isEqualTo(Color.GREEN);
        refused("{\"view_type\":\"BOGUS\"}")
                .hasMessage(
                        "Invalid value \"BOGUS\" for parameter 'view_type' supplied: expected one"
                                + " of RED, GREEN.");
        refused("{\"view_type\":99}").hasMessageContaining("Invalid value 99");
        refused("{\"view_type\":[]}").hasMessageContaining("Invalid value [...]");
    }

    @Test
    void textIsTextUnlessTheFieldIsLenient() {
        assertThat(read("{\"experiment_id\":7}").experimentId()).isEqualTo("7");
        refused("{\"run_id\":31}")
                .hasMessage("Invalid value 31 for parameter 'run_id' supplied: expected a string.");
        refused("{\"experiment_id\":1.5}").hasMessageContaining("'experiment_id'");
        refused("{\"run_id\":{}}").hasMessageContaining("Invalid value {...}");
    }

    @Test
    void anErrorNamesThePathOfItsField() {
        refused("{\"metrics\":[{\"key\":\"a\"},{\"key\":\"b\",\"timestamp\":\"never\"}]}")
                .hasMessage(
                        "Invalid value \"never\" for parameter 'metrics[1].timestamp' supplied:"
                                + " expected an integer.");
        refused("{\"metrics\":[{\"key\":5}]}").hasMessageContaining("'metrics[0].key'");
        refused("{\"order_by\":[\"a\",5]}").hasMessageContaining("'order_by[1]'");
    }

    @Test
    void aListFieldTakesAListOfItsElements() {
        refused("{\"metrics\":\"x\"}")
                .hasMessage(
                        "Invalid value \"x\" for parameter 'metrics' supplied: expected a list.");
        refused("{\"metrics\":{}}").hasMessageContaining("'metrics' supplied: expected a list.");
        refused("{\"metrics\":[5]}")
                .hasMessageContaining("'metrics[0]' supplied: expected an object.");
        refused("{\"metrics\":[\"x\"]}")
                .hasMessageContaining("'metrics[0]' supplied: expected an object.");
        refused("{\"metrics\":[null]}").hasMessageContaining("'metrics");
        refused("{\"order_by\":[null]}").hasMessageContaining("'order_by");
    }

    @Test
    void nullIsAbsent() {
        assertThat(read("{\"run_id\":null,\"metrics\":null,\"value\":null}")).isEqualTo(read("{}"));
    }

    @Test
    void textThatNoDatabaseKeepsIsRefusedEverywhere() {
        refused("{\"run_id\":\"a\\u0000b\"}")
                .hasMessageContaining("'run_id'")
                .hasMessageContaining("NUL");
        refused("{\"experiment_id\":\"\\ud800\"}").hasMessageContaining("'experiment_id'");
        refused("{\"metrics\":[{\"key\":\"\\u0000\"}]}").hasMessageContaining("'metrics[0].key'");
        assertThat(read("{\"run_id\":\"\\ud83d\\ude00\"}").runId()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void jsonInsideAJsonStringIsReadThrough() {
        assertThat(read("\"{\\\"run_id\\\":\\\"a\\\"}\"").runId()).isEqualTo("a");
        refused("\"nonsense\"").hasMessageContaining("must be a JSON object");
    }

    @Test
    void anEmptyBodyIsAnEmptyMessage() {
        assertThat(read("")).isEqualTo(read("{}"));
        assertThat(read(" \r\n\t")).isEqualTo(read("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "5",
                "true",
                "null",
                "{",
                "{\"run_id\":",
                "{} {}",
                "\u0000",
                "nonsense",
                "\"",
                "{'a':1}"
            })
    void aBodyThatIsNoJsonObjectIsABadRequest(String body) {
        refused(body)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void deepJsonIsRefused() {
        refused("{\"x\":" + "[".repeat(100_000)).hasMessageContaining("nested more than");
        refused("[".repeat(100_000)).hasMessageContaining("must be a JSON object");
    }

    @Test
    void badUtf8IsRefused() {
        byte[] body = "{\"run_id\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        body[11] = (byte) 0xff;
        assertThatThrownBy(() -> WireJson.read(body, Message.class))
                .isInstanceOf(TandemException.class);
    }

    record Answer(
            @Nullable String userId,
            @Nullable Long step,
            @Nullable Double value,
            @Nullable Boolean isDir,
            @Nullable List<Answer> children) {}

    @Test
    void whatIsAbsentOrAnEmptyListIsNotWritten() {
        assertThat(WireJson.write(new Answer(null, null, null, null, null))).isEqualTo("{}");
        assertThat(WireJson.write(new Answer("", 0L, 0.0, false, List.of())))
                .isEqualTo("{\"user_id\":\"\",\"step\":0,\"value\":0.0,\"is_dir\":false}");
        assertThat(WireJson.write(Empty.INSTANCE)).isEqualTo("{}");
    }

    @Test
    void int64AreNumbersAndNonFiniteDoublesAreText() {
        assertThat(WireJson.write(new Answer(null, Long.MAX_VALUE, Double.NaN, null, null)))
                .isEqualTo("{\"step\":9223372036854775807,\"value\":\"NaN\"}");
        assertThat(WireJson.write(new Answer(null, null, Double.NEGATIVE_INFINITY, null, null)))
                .isEqualTo("{\"value\":\"-Infinity\"}");
    }
}
