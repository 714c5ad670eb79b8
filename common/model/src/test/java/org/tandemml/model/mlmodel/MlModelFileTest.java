package org.tandemml.model.mlmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.tandemml.model.TandemException;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.model.signature.SignatureJson;
import org.tandemml.model.signature.TensorSpec;

/** The files under {@code /org/tandemml/model} were written by the MLflow release in their name. */
class MlModelFileTest {
    private static byte[] file(String name) throws IOException {
        try (InputStream in =
                MlModelFileTest.class.getResourceAsStream("/org/tandemml/model/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static byte[] yaml(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.1", "3.18.0"})
    void filesOfMlflowAreRead(String release) throws IOException {
        MlModel model = MlModelFile.parse(file("MLmodel-columns-" + release));

        assertThat(model.flavors()).containsOnlyKeys("python_function", "sklearn");
        assertThat(model.flavor("sklearn"))
                .get()
                .extracting("pickled_model")
                .isEqualTo("model.pkl");
        assertThat(model.flavor("onnx")).isEmpty();
        assertThat(model.runId()).isEqualTo("0".repeat(32));
        Signature signature = Objects.requireNonNull(model.signature());
        List<ColumnSpec> columns =
                ((Schema.Columns) Objects.requireNonNull(signature.inputs())).columns();
        assertThat(columns.get(1)).isEqualTo(ColumnSpec.of("b é\"q", DataType.LONG));
        assertThat(columns.get(8).required()).as("opt").isFalse();
        assertThat(signature.params())
                .extracting("name")
                .containsExactly("t", "tiny", "l", "when", "b", "n");
        assertThat(signature.params().get(1).defaultJson()).isEqualTo("1e-05");
        assertThat(signature.params().get(2).list()).isTrue();
    }

    @Test
    void nestedTypesAreRead() throws IOException {
        Signature signature =
                Objects.requireNonNull(
                        MlModelFile.parse(file("MLmodel-columns-3.18.0")).signature());
        List<ColumnSpec> columns =
                ((Schema.Columns) Objects.requireNonNull(signature.inputs())).columns();
        assertThat(columns.get(9).type())
                .isEqualTo(new ColumnType.ArrayOf(new ColumnType.Scalar(DataType.DOUBLE)));
        assertThat(columns.get(10).type())
                .isEqualTo(
                        new ColumnType.ObjectOf(
                                List.of(
                                        new ColumnType.Property(
                                                "y",
                                                new ColumnType.ArrayOf(
                                                        new ColumnType.Scalar(DataType.LONG)),
                                                false),
                                        new ColumnType.Property(
                                                "z",
                                                new ColumnType.Scalar(DataType.STRING),
                                                true))));
        assertThat(columns.get(12).type()).isEqualTo(new ColumnType.Any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.1", "3.18.0"})
    void tensorsAreRead(String release) throws IOException {
        Signature signature =
                Objects.requireNonNull(
                        MlModelFile.parse(file("MLmodel-tensors-" + release)).signature());
        assertThat(signature.inputs())
                .isEqualTo(
                        new Schema.Tensors(
                                List.of(new TensorSpec(null, "float32", new long[] {-1, 2}))));
        assertThat(signature.outputs())
                .isEqualTo(
                        new Schema.Tensors(
                                List.of(
                                        new TensorSpec("x", "int64", new long[] {-1}),
                                        new TensorSpec("y", "str", new long[] {-1, 3}))));
    }

    @ParameterizedTest
    @CsvSource({
        "MLmodel-columns-2.8.1,MLFLOW_2",
        "MLmodel-tensors-2.8.1,MLFLOW_2",
        "MLmodel-columns-3.18.0,MLFLOW_3",
        "MLmodel-tensors-3.18.0,MLFLOW_3"
    })
    void signaturesAreWrittenToTheLetter(String name, SignatureJson.Layout layout)
            throws IOException {
        Object root =
                new Load(LoadSettings.builder().build())
                        .loadFromString(new String(file(name), StandardCharsets.UTF_8));
        Map<?, ?> texts = (Map<?, ?>) ((Map<?, ?>) root).get("signature");
        Signature signature = Objects.requireNonNull(MlModelFile.parse(file(name)).signature());

        assertThat(SignatureJson.writeSchema(Objects.requireNonNull(signature.inputs()), layout))
                .isEqualTo(texts.get("inputs"));
        assertThat(SignatureJson.writeSchema(Objects.requireNonNull(signature.outputs()), layout))
                .isEqualTo(texts.get("outputs"));
        if (texts.get("params") != null) {
            assertThat(SignatureJson.writeParams(signature.params(), layout))
                    .isEqualTo(texts.get("params"));
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Signature signature =
                Objects.requireNonNull(
                        MlModelFile.parse(file("MLmodel-columns-3.18.0")).signature());
        String text =
                MlModelFile.write(
                        Map.of("flavors", Map.of("pmml", Map.of("data", "model.pmml"))), signature);
        MlModel back = MlModelFile.parse(yaml(text));
        assertThat(back.signature()).isEqualTo(signature);
        assertThat(back.flavor("pmml")).get().extracting("data").isEqualTo("model.pmml");
    }

    @Test
    void anchorsThatMlflowWritesForSharedValuesAreRead() {
        MlModel model =
                MlModelFile.parse(
                        yaml(
                                "flavors: {pmml: {data: model.pmml}}\nmetadata: {a: &id001 [1, 2], b: *id001}\n"));
        assertThat(model.flavors()).containsOnlyKeys("pmml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "text",
                "flavors: []",
                "flavors: {pmml: text}",
                "flavors: {1: {}}",
                "flavors: {pmml: {data: a, data: b}}",
                "flavors: {}\nsignature: {inputs: [1]}",
                "flavors: {}\nsignature: {inputs: 'no json'}",
                "flavors: {}\nsignature: {inputs: '[{\"type\": \"double\"}, {\"type\": \"double\", \"name\": \"a\"}]'}",
                "flavors: {}\nsignature: {inputs: '[{\"type\": \"decimal\", \"name\": \"a\"}]'}",
                "flavors: {}\nsignature: {inputs: '[{\"type\": \"long\", \"name\": \"a\"}, {\"type\": \"long\", \"name\": \"a\"}]'}",
                "flavors: {}\nsignature: {inputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\": [-1, 4611686018427387904]}}]'}",
                "flavors: {}\nevil: !!javax.script.ScriptEngineManager [x]",
                "flavors: {}\nevil: !!python/object/apply:os.system [x]",
                "flavors: {}\nevil: !local x",
                "flavors: &a {x: *a}",
                "flavors: {}\n%YAML 9.9",
                "a: b\n---\nc: d"
            })
    void whatIsNoPlainMlmodelIsRefused(String text) {
        assertThatThrownBy(() -> MlModelFile.parse(yaml(text))).isInstanceOf(TandemException.class);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(
                        () ->
                                MlModelFile.parse(
                                        new byte[] {'a', ':', ' ', (byte) 0xff, 0, (byte) 0xc3}))
                .isInstanceOf(TandemException.class)
                .hasMessage(
                        "The MLmodel file is not UTF-8 text: byte 4 is not part of a character.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flavors: {}\\nrun_id: a\\nrun_id: b|the key 'run_id' of line 3 is there twice.",
                "flavors:\\n  onnx: {}\\n  onnx: {}|the key 'onnx' of line 3 is there twice.",
                "flavors: {}\\nrun_id: [a|, in line "
            })
    void whatIsWrongWithTheYamlIsSaidWithItsLine(String text, String said) {
        assertThatThrownBy(() -> MlModelFile.parse(yaml(text.replace("\\n", "\n"))))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("The MLmodel file is not plain YAML: ")
                .hasMessageContaining(said);
    }

    @Test
    void depthIsBounded() {
        String deep = "flavors: {}\nx: " + "[".repeat(50_000) + "]".repeat(50_000);
        assertThatThrownBy(() -> MlModelFile.parse(yaml(deep))).isInstanceOf(TandemException.class);
        String json = "[".repeat(50_000) + "]".repeat(50_000);
        assertThatThrownBy(() -> SignatureJson.parseSchema("inputs", json))
                .isInstanceOf(TandemException.class);
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder bomb =
                new StringBuilder("flavors: {}\nx0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int i = 1; i < 10; i++) {
            String previous = "*x" + (i - 1);
            bomb.append(
                    "x%d: &x%d [%s]%n"
                            .formatted(
                                    i,
                                    i,
                                    String.join(", ", java.util.Collections.nCopies(5, previous))));
        }
        assertThatThrownBy(() -> MlModelFile.parse(yaml(bomb.toString())))
                .isInstanceOf(TandemException.class);
    }

    @Test
    void sizeIsBounded() {
        byte[] large = new byte[(8 << 20) + 1];
        java.util.Arrays.fill(large, (byte) '#');
        assertThatThrownBy(() -> MlModelFile.parse(large)).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000000000000000000000000000", "12e45678", "0x1f", "true", "~"})
    void textThatLooksLikeSomethingElseStaysText(String runId) {
        String written =
                MlModelFile.write(
                        new java.util.LinkedHashMap<>(Map.of("flavors", Map.of(), "run_id", runId)),
                        null);
        assertThat(MlModelFile.parse(yaml(written)).runId()).isEqualTo(runId);
    }
}
