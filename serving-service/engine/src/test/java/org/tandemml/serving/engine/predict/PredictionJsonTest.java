package org.tandemml.serving.engine.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.predict.PredictionJson.Detail;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.table.Tables;

/** The forms of an answer. */
class PredictionJsonTest {
    private static final Labels TEXT = new Labels(List.of("good", "so \"so\""), false);
    private static final Labels NUMERIC = new Labels(List.of("0", "1"), true);

    @Test
    void writesClassesWithTheirProbabilities() {
        Predictions answer =
                new Predictions.Classification(
                        TEXT,
                        new int[] {1, 0, -1},
                        ScoreKind.PROBABILITIES,
                        new double[] {0.1, 0.9, 1, 0, Double.NaN, Double.NaN});
        assertFull(
                answer,
                "{'prediction':'so \\'so\\'','probabilities':{'good':0.1,'so \\'so\\'':0.9}}",
                "{'prediction':'good','probabilities':{'good':1.0,'so \\'so\\'':0.0}}",
                "{'prediction':null}");
        assertBare(answer, "'so \\'so\\''", "'good'", "null");
    }

    @Test
    void writesNumericClassesAsNumbersAndTheirKeysAsText() {
        Predictions answer =
                new Predictions.Classification(
                        NUMERIC, new int[] {1}, ScoreKind.SCORES, new double[] {-2.5, 1e-7});
        assertFull(answer, "{'prediction':1,'scores':{'0':-2.5,'1':1.0E-7}}");
        assertBare(answer, "1");
    }

    @Test
    void writesClassesWithoutScores() {
        Predictions answer =
                new Predictions.Classification(TEXT, new int[] {0}, ScoreKind.NONE, new double[0]);
        assertFull(answer, "{'prediction':'good'}");
    }

    @Test
    void writesSetsOfLabels() {
        Predictions answer =
                new Predictions.MultiLabel(
                        TEXT,
                        new boolean[] {true, true, false, false},
                        ScoreKind.PROBABILITIES,
                        new double[] {0.75, 0.5, Double.NaN, 0},
                        2);
        assertFull(
                answer,
                "{'prediction':['good','so \\'so\\''],'probabilities':{'good':0.75,'so"
                        + " \\'so\\'':0.5}}",
                "{'prediction':[],'probabilities':{}}");
        assertBare(answer, "['good','so \\'so\\'']", "[]");
    }

    @Test
    void writesSeveralLabelsOfARowAsAList() {
        Predictions answer =
                new Predictions.LabelLists(List.of(TEXT, NUMERIC), new int[] {1, 0, 0, 1}, 2);

        assertFull(answer, "[\"so \\\"so\\\"\",0]", "[\"good\",1]");
        assertBare(answer, "[\"so \\\"so\\\"\",0]", "[\"good\",1]");
    }

    @Test
    void writesNumbers() {
        Predictions one =
                new Predictions.Regression(
                        List.of("y"), new double[] {1.5, 0}, new boolean[] {true, false});
        assertFull(one, "1.5", "null");
        assertBare(one, "1.5", "null");
        Predictions several =
                new Predictions.Regression(
                        List.of("east", "wést"),
                        new double[] {1, 2, Double.NaN, Double.NEGATIVE_INFINITY, 0, 0},
                        new boolean[] {true, true, false});
        assertFull(several, "{'east':1.0,'wést':2.0}", "{'east':null,'wést':'-Infinity'}", "null");
    }

    @Test
    void writesClustersAndAnomalies() {
        Predictions clusters = new Predictions.Clustering(NUMERIC, new int[] {1, -1});
        assertFull(clusters, "{'cluster':1}", "{'cluster':null}");
        assertBare(clusters, "1", "null");
        Predictions anomalies =
                new Predictions.Anomalies(new boolean[] {true, false}, new double[] {-0.5, 2});
        assertFull(anomalies, "{'anomaly':true,'score':-0.5}", "{'anomaly':false,'score':2.0}");
        assertBare(anomalies, "true", "false");
    }

    @Test
    void writesNamedFields() {
        Schema.Columns schema =
                new Schema.Columns(
                        List.of(
                                ColumnSpec.of("d", DataType.DOUBLE),
                                ColumnSpec.of("f", DataType.FLOAT),
                                ColumnSpec.of("l", DataType.LONG),
                                ColumnSpec.of("i", DataType.INTEGER),
                                ColumnSpec.of("b", DataType.BOOLEAN),
                                ColumnSpec.of("s", DataType.STRING),
                                ColumnSpec.of("y", DataType.BINARY),
                                ColumnSpec.of("t", DataType.DATETIME),
                                new ColumnSpec("n", new ColumnType.Any(), true)));
        @Nullable Object[] full = {
            0.1,
            0.1f,
            Long.MIN_VALUE,
            -7,
            true,
            "ü\n",
            new byte[] {1, 2},
            Instant.parse("2024-02-29T01:02:03.004Z"),
            List.of(1L, "x", List.of(), Map.of(), Map.of("k", false))
        };
        Predictions answer =
                new Predictions.Records(Tables.of(schema, List.of(full, new @Nullable Object[9])));
        assertFull(
                answer,
                "{'d':0.1,'f':0.10000000149011612,'l':-9223372036854775808,'i':-7,'b':true,'s':'ü\\n"
                        + "','y':'AQI=','t':'2024-02-29T01:02:03.004Z','n':[1,'x',[],{},{'k':false}]}",
                "{'d':null,'f':null,'l':null,'i':null,'b':null,'s':null,'y':null,'t':null,'n':null}");
    }

    @Test
    void writesNoRows() {
        Predictions none = new Predictions.Clustering(NUMERIC, new int[0]);
        assertThat(text(PredictionJson.body(none, Detail.FULL))).isEqualTo("{\"predictions\":[]}");
    }

    @Test
    void writesDoublesSoThatTheyReadBackTheSame() throws IOException {
        Random random = new Random(9);
        double[] values = new double[20_000];
        boolean[] present = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            values[i] = Double.isFinite(any) ? any : random.nextGaussian();
            present[i] = true;
        }
        byte[] json =
                PredictionJson.array(
                        new Predictions.Regression(List.of("y"), values, present), Detail.FULL);
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            for (double value : values) {
                parser.nextToken();
                assertThat(Double.parseDouble(parser.getText())).isEqualTo(value);
            }
        }
        Predictions one =
                new Predictions.Regression(
                        List.of("y"), new double[] {2.0E-3, 2e23}, new boolean[] {true, true});
        assertFull(one, "0.002", "2.0E23");
    }

    @Test
    void writesAnyTextSoThatItReadsBackTheSame() throws IOException {
        Random random = new Random(4);
        StringBuilder chars = new StringBuilder("\u0000\u001f\"\\/\b\f\n\r\t\u007f\u2028🚲");
        for (int i = 0; i < 5000; i++) {
            chars.append((char) random.nextInt(0x10000));
        }
        String label = chars.toString();
        byte[] json =
                PredictionJson.array(
                        new Predictions.Clustering(
                                new Labels(List.of(label), false), new int[] {0}),
                        Detail.LABEL);
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            parser.nextToken();
            assertThat(parser.getText()).isEqualTo(label);
        }
    }

    private static void assertFull(Predictions answer, String... rows) {
        assertThat(text(PredictionJson.body(answer, Detail.FULL)))
                .isEqualTo("{\"predictions\":" + array(rows) + "}");
    }

    private static void assertBare(Predictions answer, String... rows) {
        assertThat(text(PredictionJson.array(answer, Detail.LABEL))).isEqualTo(array(rows));
    }

    private static String array(String... rows) {
        return "[" + String.join(",", rows).replace('\'', '"') + "]";
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
