package org.tandemml.model.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Columns are written as {@code name:type}, or {@code name?:type} for an optional one, or as their
 * type alone where they have no names.
 */
class SignatureBreaksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:long           | a:long",
                "a:long b:string  | b:string a:long",
                "a:integer        | a:long",
                "a:integer        | a:double",
                "a:float          | a:double",
                "a:datetime       | a:string",
                "a:binary         | a:string",
                "a:boolean        | a:any",
                "a:long           | a?:long",
                "a:long           | a:long b?:string",
                "long double      | long double"
            })
    void requestsGoOn(String before, String after) {
        assertThat(ofInputs(columns(before), columns(after), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:long    | a:string      | input column 'a' was long, is string",
                "a:long    | a:integer     | input column 'a' was long, is integer",
                "a:long    | a:double      | input column 'a' was long, is double",
                "a:long    | a:float       | input column 'a' was long, is float",
                "a:integer | a:float       | input column 'a' was integer, is float",
                "a:double  | a:float       | input column 'a' was double, is float",
                "a:double  | a:long        | input column 'a' was double, is long",
                "a:boolean | a:long        | input column 'a' was boolean, is long",
                "a:string  | a:datetime    | input column 'a' was string, is datetime",
                "a:any     | a:string      | input column 'a' was any, is string",
                "a:long    | a:long b:long | input column 'b' was absent, is required long",
                "a?:long   | a:long        | input column 'a' was optional long, is required long",
                "a:long    | long          | the inputs was columns with names, is columns without names",
                "long      | a:long        | the inputs was columns without names, is columns with names",
                "long      | long long     | input column at position 1 was absent, is required long",
                "long long | long string   | input column at position 1 was long, is string"
            })
    void aRequestThatWasValidMayBeRefused(String before, String after, String expected) {
        assertThat(ofInputs(columns(before), columns(after), false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a:long b:long, a:long, input column 'b' was long; is absent",
        "long long, long, input column at position 1 was long; is absent"
    })
    void aColumnMayGoWhereUnknownOnesAreDropped(String before, String after, String expected) {
        assertThat(ofInputs(columns(before), columns(after), false)).isEmpty();
        assertThat(ofInputs(columns(before), columns(after), true))
                .isEqualTo(expected.replace(';', ','));
    }

    @Test
    void aNewNameIsAColumnThatIsGoneAndANewOne() {
        assertThat(ofInputs(columns("age:long"), columns("Age:long"), true))
                .isEqualTo(
                        "input column 'age' was long, is absent; input column 'Age' was absent, is"
                                + " required long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "array of integer      | array of long         | ''",
                "array of long         | array of integer      | element of input column 'a' was long, is integer",
                "array of long         | long                  | input column 'a' was array of long, is long",
                "map of string         | map of long           | value of input column 'a' was string, is long",
                "object p:integer      | object p:long q?:long | ''",
                "object p:long         | object q?:long        | input column 'a', property 'p' was long, is absent",
                "object p:long         | object p:long q:long  | input column 'a', property 'q' was absent, is required long",
                "object p?:long        | object p:long         | input column 'a', property 'p' was optional long, is required long",
                "object p:long         | object p:string       | input column 'a', property 'p' was long, is string",
                "array of object p:long| array of object p:any | ''"
            })
    void whatIsNestedCountsToo(String before, String after, String expected) {
        assertThat(ofInputs(column(type(before)), column(type(after)), false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float32 -1 4 | float32 -1 4  | ''",
                "float32 8 4  | float64 -1 4  | ''",
                "uint8 4      | int16 4       | ''",
                "int32 4      | float64 4     | ''",
                "int16 4      | float32 4     | ''",
                "str 4        | object 4      | ''",
                "int32 4      | float32 4     | input tensor was int32 tensor of shape [4], is float32 tensor of shape [4]",
                "uint16 4     | int16 4       | input tensor was uint16 tensor of shape [4], is int16 tensor of shape [4]",
                "int8 4       | uint64 4      | input tensor was int8 tensor of shape [4], is uint64 tensor of shape [4]",
                "int64 4      | float64 4     | input tensor was int64 tensor of shape [4], is float64 tensor of shape [4]",
                "float64 4    | int64 4       | input tensor was float64 tensor of shape [4], is int64 tensor of shape [4]",
                "bool 4       | int64 4       | input tensor was bool tensor of shape [4], is int64 tensor of shape [4]",
                "float32 -1 4 | float32 8 4   | input tensor was float32 tensor of shape [-1, 4], is float32 tensor of shape [8, 4]",
                "float32 4    | float32 4 1   | input tensor was float32 tensor of shape [4], is float32 tensor of shape [4, 1]"
            })
    void tensorsMayWiden(String before, String after, String expected) {
        assertThat(ofInputs(tensors(tensor(null, before)), tensors(tensor(null, after)), true))
                .isEqualTo(expected);
    }

    @Test
    void tensorsWithNamesAreToldApart() {
        Schema one = tensors(tensor("a", "int32 4"));
        Schema two = tensors(tensor("a", "int32 4"), tensor("b", "int32 4"));
        assertThat(ofInputs(one, two, false))
                .isEqualTo("input tensor 'b' was absent, is required int32 tensor of shape [4]");
        assertThat(ofInputs(two, one, false)).isEmpty();
        assertThat(ofInputs(two, one, true))
                .isEqualTo("input tensor 'b' was int32 tensor of shape [4], is absent");
        assertThat(ofInputs(one, columns("a:integer"), true))
                .isEqualTo("the inputs was tensors with names, is columns with names");
    }

    @Test
    void parametersHaveDefaultsSoANewOneBreaksNothing() {
        ParamSpec one = param("one", DataType.LONG, false);
        ParamSpec list = param("one", DataType.LONG, true);
        ParamSpec wide = param("one", DataType.DOUBLE, false);
        assertThat(ofParams(List.of(), List.of(one), true)).isEmpty();
        assertThat(ofParams(List.of(one), List.of(), false)).isEmpty();
        assertThat(ofParams(List.of(one), List.of(), true))
                .isEqualTo("parameter 'one' was long, is absent");
        assertThat(ofParams(List.of(one), List.of(list), false))
                .isEqualTo("parameter 'one' was long, is array of long");
        assertThat(ofParams(List.of(one), List.of(wide), false))
                .isEqualTo("parameter 'one' was long, is double");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y:long        | y:long z:long  | ''",
                "y?:long       | y:long         | ''",
                "y:any         | y:long         | ''",
                "y:long z:long | y:long         | output column 'z' was long, is absent",
                "y:long        | x:long         | output column 'y' was long, is absent",
                "y:integer     | y:long         | output column 'y' was integer, is long",
                "y:long        | y:any          | output column 'y' was long, is any",
                "y:long        | y?:long        | output column 'y' was required long, is optional long",
                "long          | y:long         | the outputs was columns without names, is columns with names"
            })
    void anAnswerThatAReaderReliedOnStays(String before, String after, String expected) {
        assertThat(ofOutputs(columns(before), columns(after))).isEqualTo(expected);
    }

    @Test
    void whatIsInsideAnAnswerStaysToo() {
        Schema one = column(type("object p:long"));
        Schema two = column(type("object p:long q:long"));
        assertThat(ofOutputs(one, two)).isEmpty();
        assertThat(ofOutputs(two, one))
                .isEqualTo("output column 'a', property 'q' was long, is absent");
        assertThat(
                        ofOutputs(
                                tensors(tensor(null, "float32 -1 4")),
                                tensors(tensor(null, "float32 8 4"))))
                .isEmpty();
        assertThat(
                        ofOutputs(
                                tensors(tensor(null, "float32 4")),
                                tensors(tensor(null, "float64 4"))))
                .isEqualTo(
                        "output tensor was float32 tensor of shape [4], is float64 tensor of shape"
                                + " [4]");
    }

    @Test
    void whatIsNotDeclaredIsNotCompared() {
        Schema some = columns("y:long");
        assertThat(ofOutputs(null, some)).isEmpty();
        assertThat(ofOutputs(some, null)).isEqualTo("the outputs was declared, is not declared");
        assertThat(ofInputs(null, some, true)).isEmpty();
        assertThat(ofInputs(some, null, true)).isEmpty();
    }

    private static String ofInputs(
            @Nullable Schema before, @Nullable Schema after, boolean unknownRefused) {
        return text(
                new Signature(before, null, List.of()),
                new Signature(after, null, List.of()),
                unknownRefused);
    }

    private static String ofOutputs(@Nullable Schema before, @Nullable Schema after) {
        return text(
                new Signature(null, before, List.of()),
                new Signature(null, after, List.of()),
                false);
    }

    private static String ofParams(
            List<ParamSpec> before, List<ParamSpec> after, boolean unknownRefused) {
        return text(
                new Signature(null, null, before),
                new Signature(null, null, after),
                unknownRefused);
    }

    private static String text(Signature before, Signature after, boolean unknownRefused) {
        return SignatureBreaks.between(before, after, unknownRefused).stream()
                .map(SignatureBreaks.Break::toString)
                .collect(Collectors.joining("; "));
    }

    private static Schema columns(String text) {
        return new Schema.Columns(
                Arrays.stream(text.split(" "))
                        .map(SignatureBreaksTest::field)
                        .map(
                                field ->
                                        new ColumnSpec(
                                                field.name().isEmpty() ? null : field.name(),
                                                field.type(),
                                                field.required()))
                        .toList());
    }

    private static ColumnType.Property field(String text) {
        String[] parts = text.contains(":") ? text.split(":") : new String[] {"", text};
        boolean optional = parts[0].endsWith("?");
        String name = optional ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
        return new ColumnType.Property(name, type(parts[1]), !optional);
    }

    private static Schema column(ColumnType type) {
        return new Schema.Columns(List.of(new ColumnSpec("a", type, true)));
    }

    private static ColumnType type(String text) {
        if (text.startsWith("array of ")) {
            return new ColumnType.ArrayOf(type(text.substring("array of ".length())));
        }
        if (text.startsWith("map of ")) {
            return new ColumnType.MapOf(type(text.substring("map of ".length())));
        }
        if (text.startsWith("object ")) {
            return new ColumnType.ObjectOf(
                    Arrays.stream(text.substring("object ".length()).split(" "))
                            .map(SignatureBreaksTest::field)
                            .toList());
        }
        return text.equals("any")
                ? new ColumnType.Any()
                : new ColumnType.Scalar(DataType.find(text).orElseThrow());
    }

    private static Schema tensors(TensorSpec... specs) {
        return new Schema.Tensors(List.of(specs));
    }

    private static TensorSpec tensor(@Nullable String name, String text) {
        String[] parts = text.split(" ");
        return new TensorSpec(
                name, parts[0], Arrays.stream(parts).skip(1).mapToLong(Long::parseLong).toArray());
    }

    private static ParamSpec param(String name, DataType type, boolean list) {
        return new ParamSpec(name, new ColumnType.Scalar(type), list, "null");
    }
}
