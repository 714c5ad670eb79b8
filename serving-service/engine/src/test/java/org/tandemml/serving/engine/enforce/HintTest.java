package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;

/** What strict mode advises for the usual mistakes. */
class HintTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    long     | "42"         | send the number without quotes
                    integer  | "-1.5e3"     | send the number without quotes
                    double   | " 42 "       | send the number without quotes
                    double   | "abc"        |
                    double   | "1,5"        |
                    double   | ""           | send null (in CSV an empty cell) for a missing value
                    float    | "None"       | send null (in CSV an empty cell) for a missing value
                    double   | "nan"        | send null (in CSV an empty cell) for a missing value
                    long     | "NA"         |
                    long     | null         | a column of type long takes no missing values; a double column of the signature would
                    long     | 1.5          | the signature takes whole numbers here; a double column would take fractions
                    integer  | 3000000000   | an integer has 32 bits; a long column of the signature would hold more
                    long     | 1e30         |
                    long     | true         | send 1 or 0
                    double   | false        | send 1 or 0
                    double   | [1.5]        | send the value itself, without brackets
                    long     | {"a":1}      | send a single value
                    boolean  | 1            | send true or false, not a number
                    boolean  | "True"       | send true or false without quotes
                    boolean  | "yes"        |
                    boolean  | null         | a boolean column takes no missing values
                    string   | 7            | put it in quotes
                    string   | true         | put it in quotes
                    string   | ["a"]        | send the value itself, without brackets
                    datetime | 1700000000   | send a text like 2024-01-31T12:30:00Z, not a count of seconds
                    datetime | "31/01/2024" | write year, month and day as in 2024-01-31 or 2024-01-31T12:30:00Z
                    binary   | "YWJ"        | send base64 with its padding (RFC 4648)
                    binary   | 7            | send base64 with its padding (RFC 4648)
                    """,
            delimiter = '|')
    void advisesOnCells(String type, String cell, @Nullable String hint) {
        DataType declared = DataType.find(type).orElseThrow();
        Violation only = only(schema("x", new ColumnType.Scalar(declared)), records(cell));
        assertThat(only.hint()).isEqualTo(hint);
        assertThat(only.column()).isEqualTo("x");
        assertThat(only.pointer()).isEqualTo("/dataframe_records/0/x");
    }

    @Test
    void advisesToWriteListsAsLists() {
        ColumnType list = new ColumnType.ArrayOf(new ColumnType.Scalar(DataType.LONG));
        assertThat(only(schema("x", list), records("7")).hint())
                .isEqualTo("put the value in brackets, even if it is only one");
    }

    @Test
    void saysNothingAboutWhatIsRight() {
        Schema numbers = schema("x", new ColumnType.Scalar(DataType.DOUBLE));
        assertThat(Enforcers.strict(numbers).parseJson(Enforcers.utf8(records("7"))).table().rows())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    age            | Age             | age
                    account_length | Account Length  | account_length
                    account_length | acount_length   | account_length
                    income         | incom           | income
                    age            | height          |
                    a              | b               |
                    x1             | x2              | x1
                    """,
            delimiter = '|')
    void namesTheColumnThatWasMeant(String declared, String sent, @Nullable String meant) {
        Schema schema = schema(declared, new ColumnType.Scalar(DataType.LONG));
        List<Violation> found =
                violations(schema, "{\"dataframe_records\":[{\"%s\":1}]}".formatted(sent));
        assertThat(found).hasSize(2);
        assertThat(found.get(0).hint()).isEqualTo(question(meant));
        assertThat(found.get(1).hint()).isEqualTo(question(meant == null ? null : sent));
        List<Violation> split =
                violations(
                        schema,
                        "{\"dataframe_split\":{\"columns\":[\"%s\"],\"data\":[[1]]}}"
                                .formatted(sent));
        assertThat(split).extracting(Violation::hint).isEqualTo(hints(found));
    }

    @Test
    void doesNotTakeAColumnThatIsThereForTheOneThatWasMeant() {
        Schema schema = schema("age", new ColumnType.Scalar(DataType.LONG));
        assertThat(only(schema, "{\"dataframe_records\":[{\"age\":1,\"Age\":2}]}").hint()).isNull();
    }

    @Test
    void advisesOnRows() {
        Schema schema =
                new Schema.Columns(
                        List.of(
                                ColumnSpec.of("a", DataType.LONG),
                                ColumnSpec.of("b", DataType.LONG)));
        assertThat(only(schema, split("[[1,2],[3]]")).hint())
                .isEqualTo(
                        "give each row a value for every column, null (in CSV nothing) where there is none");
        assertThat(violations(schema, split("[1,2]")).get(0).hint())
                .isEqualTo("put the values of each row in brackets of their own");
        String lists = "{\"dataframe_records\":[{\"a\":1,\"b\":2},[3,4]]}";
        assertThat(violations(schema, lists).get(0).hint())
                .isEqualTo("send each row as an object of column names and values");
    }

    @Test
    void advisesOnTheForm() {
        Schema schema = schema("x", new ColumnType.Scalar(DataType.LONG));
        assertRefusal(schema, "{\"x\":1}", "A row goes into {\"dataframe_records\": [{...}]}.");
        assertRefusal(schema, "[{\"x\":1}]", "objects go into {\"dataframe_records\": [...]}.");
        assertRefusal(schema, "{\"dataframe_records\":{\"x\":1}}", "put a single row in brackets.");
        assertRefusal(schema, "{\"y\":1}", "it has none of them.");
    }

    @Test
    void standsInTheMessageAndDoesNotRepeatWhatWasSent() {
        Schema schema = schema("x", new ColumnType.Scalar(DataType.LONG));
        SignatureEnforcer silent =
                SignatureEnforcer.of(
                        schema,
                        List.of(),
                        new EnforcementSettings("m/1", EnforcementMode.STRICT, 10, false));
        assertThatThrownBy(() -> silent.parseJson(Enforcers.utf8(records("\"4711\""))))
                .hasMessageEndingWith(
                        "column 'x': expected long, got string (send the number without quotes).");
    }

    private static void assertRefusal(Schema schema, String body, String end) {
        assertThatThrownBy(() -> Enforcers.strict(schema).parseJson(Enforcers.utf8(body)))
                .isInstanceOf(TandemException.class)
                .hasMessageEndingWith(end);
    }

    private static @Nullable String question(@Nullable String name) {
        return name == null ? null : "did you mean '" + name + "'?";
    }

    private static List<@Nullable String> hints(List<Violation> violations) {
        return Arrays.asList(violations.stream().map(Violation::hint).toArray(String[]::new));
    }

    private static Schema schema(String name, ColumnType type) {
        return new Schema.Columns(List.of(new ColumnSpec(name, type, true)));
    }

    private static String records(String cell) {
        return "{\"dataframe_records\":[{\"x\":" + cell + "}]}";
    }

    private static String split(String data) {
        return "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":" + data + "}}";
    }

    private static Violation only(Schema schema, String body) {
        List<Violation> found = violations(schema, body);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<Violation> violations(Schema schema, String body) {
        return Objects.requireNonNull(
                        catchThrowableOfType(
                                ViolationsException.class,
                                () -> Enforcers.strict(schema).parseJson(Enforcers.utf8(body))))
                .violations();
    }
}
