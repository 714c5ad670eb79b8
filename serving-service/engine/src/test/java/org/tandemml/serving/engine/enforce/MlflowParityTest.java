package org.tandemml.serving.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/**
 * The mlflow mode against what MLflow 3.18.0 (pandas 3) was seen to make of the same bodies. A line
 * of the file is a signature, the kind of body, the body as JSON text, and the columns that came
 * out or the error code; texts for other values where MLflow kept them in a string column, null for
 * every kind of missing value.
 */
class MlflowParityTest {
    /** Bodies whose answer differs, each with the reason; may only become fewer. */
    private static final List<String> KNOWN_DEVIATIONS =
            List.of(
                    // A name that is a number in JSON is the column with that text.
                    "0:long 1:double {'dataframe_split':{'columns':[0,1],'data':[[1,2]]}}",
                    // A key that stands twice is refused inside dataframe_split.
                    "a:long b:double {'dataframe_split':{'columns':['a','b'],"
                            + "'data':[[1,2]],'data':[[5,6]]}}",
                    // The index is passed over; pandas repeats a single row for a longer one.
                    "a:long b:double {'dataframe_split':{'columns':['a','b'],"
                            + "'data':[[1,2]],'index':[7,8]}}",
                    // Data by columns is the form inputs.
                    "a:long b:double {'dataframe_split':{'columns':['a','b'],"
                            + "'data':{'a':[1],'b':[2]}}}",
                    // Refused by both, with another code.
                    "a:long b:double {'inputs':'x'}",
                    // numpy takes more than nine digits for a year, and an empty list for NaN.
                    "x:datetime {'inputs':{'x':['20240102030405']}}",
                    "x:datetime {'inputs':{'x':['2147483648']}}",
                    "x:datetime {'inputs':{'x':['9223372036854775808']}}",
                    "x:double {'inputs':{'x':[[]]}}");

    @Test
    void answersWhatMlflowAnswers() throws IOException {
        List<String> differences = new ArrayList<>();
        int lines = 0;
        for (String line : lines()) {
            String[] fields = line.split("\t");
            String body = String.valueOf(json(fields[2]));
            String expected = String.valueOf(json(fields[3]));
            String actual = answer(schema(fields[0]), fields[1].equals("csv"), body);
            lines++;
            boolean known = KNOWN_DEVIATIONS.contains((fields[0] + " " + body).replace('"', '\''));
            if (actual.equals(expected) == known) {
                differences.add(
                        fields[0]
                                + " "
                                + body
                                + "\n      mlflow "
                                + expected
                                + "\n      tandem "
                                + actual);
            }
        }
        assertThat(lines).isGreaterThan(1000);
        assertThat(differences).as("%d differences", differences.size()).isEmpty();
    }

    @Test
    void refusesNestedCellsBeforeItLooksAtTheSignature() {
        ColumnType list = new ColumnType.ArrayOf(new ColumnType.Scalar(DataType.LONG));
        Schema schema = new Schema.Columns(List.of(new ColumnSpec("x", list, true)));
        String cell = "{\"dataframe_records\":[{\"x\":[1,\"a\"]}]}";
        assertThat(answer(schema, false, cell)).isEqualTo("BAD_REQUEST");
        assertThat(answer(schema, true, "x\n[1]\n")).isEqualTo("BAD_REQUEST");
        assertThat(answer(schema, false, "{\"dataframe_records\":[{\"y\":[1]}]}"))
                .isEqualTo("INVALID_PARAMETER_VALUE");
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        MlflowParityTest.class.getResourceAsStream("mlflow-3.18.0.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static @Nullable Object json(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return JsonValue.read(parser, parser.nextToken());
        }
    }

    private static Schema schema(String columns) {
        return new Schema.Columns(
                Arrays.stream(columns.split(" "))
                        .map(
                                c -> {
                                    String[] nameAndType = c.split(":");
                                    String name = nameAndType[0].isEmpty() ? null : nameAndType[0];
                                    boolean required = !nameAndType[1].endsWith("?");
                                    DataType type =
                                            DataType.find(nameAndType[1].replace("?", ""))
                                                    .orElseThrow();
                                    return new ColumnSpec(
                                            name, new ColumnType.Scalar(type), required);
                                })
                        .toList());
    }

    private static String answer(Schema schema, boolean csv, String body) {
        try {
            SignatureEnforcer enforcer = Enforcers.mlflow(schema);
            byte[] bytes = Enforcers.utf8(body);
            Table table = (csv ? enforcer.parseCsv(bytes) : enforcer.parseJson(bytes)).table();
            List<List<@Nullable Object>> columns = new ArrayList<>();
            for (Column column : table.columns()) {
                List<@Nullable Object> cells = new ArrayList<>();
                for (int row = 0; row < table.rows(); row++) {
                    cells.add(column.isMissing(row) ? null : cell(column, row));
                }
                columns.add(cells);
            }
            return columns.toString();
        } catch (TandemException refusal) {
            return refusal.code().wireName();
        }
    }

    private static @Nullable Object cell(Column column, int row) {
        if (column instanceof Column.Binaries of) {
            return Base64.getEncoder().encodeToString(Objects.requireNonNull(of.values()[row]));
        }
        if (column instanceof Column.Floats of) {
            return (double) of.values()[row];
        }
        return Cells.of(column, row);
    }
}
