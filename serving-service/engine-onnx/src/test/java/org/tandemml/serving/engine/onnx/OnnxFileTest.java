package org.tandemml.serving.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.table.Tables;

class OnnxFileTest {
    private static final Schema.Columns TWO =
            new Schema.Columns(
                    List.of(
                            ColumnSpec.of("p", DataType.DOUBLE),
                            ColumnSpec.of("q", DataType.LONG)));

    @TempDir Path folder;

    @Test
    void reads_external_data_that_lies_beside_the_model() throws Exception {
        Files.write(folder.resolve("w.bin"), Proto.floats(99, 0.5f, -1));
        assertThat(answer(Graphs.shifted(Proto.external("w", "w.bin", 4, 8, 2))))
                .isEqualTo("[{\"y\":[1.5,1.0]}]");
    }

    @Test
    void refuses_external_data_with_a_second_name() throws Exception {
        Path canary = Files.createDirectory(folder.resolve("outside")).resolve("canary");
        Files.write(canary, Proto.floats(1, 2));
        Files.createLink(folder.resolve("w.bin"), canary);
        assertRefused(Graphs.shifted(Proto.external("w", "w.bin", 0, 8, 2)), "second name");
    }

    @Test
    void refuses_external_data_behind_a_link() throws Exception {
        Path canary = Files.createDirectory(folder.resolve("outside")).resolve("canary");
        Files.write(canary, Proto.floats(1, 2));
        Files.createSymbolicLink(folder.resolve("w.bin"), canary);
        assertRefused(Graphs.shifted(Proto.external("w", "w.bin", 0, 8, 2)), "no such regular");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outside/canary",
                "../canary",
                "/canary",
                "a/../../canary",
                "",
                ".",
                "..",
                "file:canary",
                "http://127.0.0.1:9/w",
                "canary\0",
                "outside\\canary"
            })
    void refuses_external_data_elsewhere(String location) throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.write(outside.resolve("canary"), Proto.floats(1, 2));
        assertRefused(
                Graphs.shifted(Proto.external("w", location, 0, 8, 2)),
                "not the name of a file beside");
    }

    @Test
    void refuses_external_data_beyond_the_end() throws Exception {
        Files.write(folder.resolve("w.bin"), Proto.floats(1, 2));
        assertRefused(Graphs.shifted(Proto.external("w", "w.bin", 4, 8, 2)), "bytes 4 to 12");
        assertRefused(
                Graphs.shifted(Proto.external("w", "w.bin", 1L << 40, 8, 2)), "the file has 8");
        assertRefused(Graphs.shifted(Proto.external("w", "w.bin", 0, 4, 2)), "its length is 4");
    }

    static Stream<Arguments> hostile() {
        Proto good = Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2);
        return Stream.of(
                Arguments.of(Graphs.shifted(Proto.tensor("w", 1, new byte[8], 1L << 40)), "8"),
                Arguments.of(Graphs.shifted(Proto.tensor("w", 1, new byte[8], -1)), "impossible"),
                Arguments.of(
                        Graphs.shifted(Proto.tensor("w", 1, new byte[8], 1L << 32, 1L << 32, 2)),
                        "too large"),
                Arguments.of(Graphs.shifted(Proto.tensor("w", 99, new byte[8], 2)), "type 99"),
                Arguments.of(
                        Proto.model(
                                Graphs.shiftedGraph(good)
                                        .message(1, Proto.node("Add", "later x", "z"))),
                        "'later'"),
                Arguments.of(
                        Proto.model(
                                Graphs.shiftedGraph(good).message(1, Proto.node("Relu", "x", "y"))),
                        "twice"),
                Arguments.of(
                        Proto.model(
                                Graphs.shiftedGraph(good)
                                        .message(
                                                1,
                                                Proto.node("Evil", "x", "z")
                                                        .text(7, "com.example"))),
                        "'com.example'"),
                Arguments.of(sized("ConstantOfShape", "s"), "elements"),
                Arguments.of(sized("Expand", "x s"), "elements"),
                Arguments.of(sized("Tile", "x s"), "elements"),
                Arguments.of(asked("BlackmanWindow", 0, "many"), "'BlackmanWindow' makes a tensor"),
                Arguments.of(asked("HannWindow", 0, "many"), "'HannWindow' makes a tensor"),
                Arguments.of(asked("MelWeightMatrix", 0, "many many w w w"), "elements"),
                Arguments.of(asked("DFT", 0, "x many"), "'DFT' makes a tensor"),
                Arguments.of(asked("Col2Im", 0, "x half half"), "'Col2Im' makes a tensor"),
                Arguments.of(asked("MaxUnpool", 0, "x x half"), "'MaxUnpool' makes a tensor"),
                Arguments.of(asked("AffineGrid", 0, "x half"), "'AffineGrid' makes a tensor"),
                Arguments.of(asked("Multinomial", 1L << 30, "x", "sample_size"), "elements"),
                Arguments.of(asked("RoiAlign", 1L << 30, "x x x", "output_height"), "elements"),
                Arguments.of(asked("MaxRoiPool", 1L << 30, "x x", "pooled_shape"), "elements"),
                Arguments.of(asked("Conv", 1L << 30, "x x", "pads", "strides"), "elements"),
                Arguments.of(asked("ConvTranspose", 1L << 30, "x x", "strides"), "elements"),
                Arguments.of(asked("ConvTranspose", 1L << 30, "x x", "output_shape"), "elements"),
                Arguments.of(asked("TfIdfVectorizer", 1L << 30, "x", "ngram_indexes"), "elements"),
                Arguments.of(
                        asked("FeatureVectorizer", 1L << 30, "x", "inputdimensions"), "elements"),
                Arguments.of(looped("", 1), "does not follow from the file"),
                Arguments.of(looped("made", 1), "does not follow from the file"),
                Arguments.of(looped("many", 1), "a loop of"),
                Arguments.of(looped("some", 3), "with those around it"),
                Arguments.of(calling(true, 1), "'F0' calls itself"),
                Arguments.of(calling(false, 28), "when its functions are written out"),
                Arguments.of(calling(false, 70), "more than 64 deep"),
                Arguments.of(huge(), "elements"),
                Arguments.of(asked("Optional", 0, ""), "'Optional' makes a value"),
                Arguments.of(joined(30), "'Concat' makes a tensor of"),
                Arguments.of(repeated(), "'Tile' makes a tensor of"),
                Arguments.of(forest(0, 2), "from its node 0 the branches lead back"),
                Arguments.of(forest(1, 1), "from its node 1 the branches lead back"),
                Arguments.of(
                        forest(2, 1L << 32), "leads to the node 4294967296, which is not there"),
                Arguments.of(forest(2, 2, 3), "nodes_truenodeids has 3 entries for 4 nodes"),
                Arguments.of(multiplied("Gemm"), "'Gemm' makes a tensor of"),
                Arguments.of(multiplied("PRelu"), "'PRelu' makes a tensor of"),
                Arguments.of(
                        Proto.model(
                                Graphs.shiftedGraph(good)
                                        .message(
                                                5,
                                                Proto.tensor("i", 7, Proto.longs(-(1L << 40)), 1))
                                        .message(1, Proto.node("Gather", "w i", "z"))),
                        "looks up index"),
                Arguments.of(new Proto().number(1, 9).toBytes(), "no graph"),
                Arguments.of(
                        new Proto()
                                .message(7, Graphs.shiftedGraph(good))
                                .message(7, Graphs.shiftedGraph(good))
                                .toBytes(),
                        "two graphs"),
                // Groups, which protobuf reads by calling itself.
                Arguments.of(new byte[] {0x0B, 0x0B, 0x0C, 0x0C}, "wire type 3"),
                Arguments.of(new byte[] {0x3A, (byte) 0xFF, (byte) 0xFF, 0x7F}, "claims"));
    }

    /** An operator whose result has as many elements as numbers in the file say. */
    private static byte[] sized(String op, String inputs) {
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(5, Proto.tensor("half", 7, Proto.longs(1L << 20, 1L << 10), 2))
                        .message(1, Proto.node("Mul", "half half", "s"))
                        .message(1, Proto.node(op, inputs, "z")));
    }

    /** An operator that asks for much by attributes or inputs. */
    private static byte[] asked(String op, long number, String inputs, String... attributes) {
        Proto node = Proto.node(op, inputs, "z");
        if (op.equals("FeatureVectorizer")) {
            node.text(7, "ai.onnx.ml");
        }
        for (String attribute : attributes) {
            node.message(5, attribute(attribute, number, number));
        }
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(5, Proto.tensor("many", 7, Proto.longs(1L << 33)))
                        .message(5, Proto.tensor("half", 7, Proto.longs(1L << 20, 1L << 10), 2))
                        .message(1, node));
    }

    /** Loops in each other, of the same number of rounds. */
    private static byte[] looped(String rounds, int depth) {
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(5, Proto.tensor("some", 7, Proto.longs(1000)))
                        .message(5, Proto.tensor("many", 7, Proto.longs(1L << 33)))
                        .message(1, Proto.node("NonZero", "x", "made"))
                        .message(1, loop(rounds, depth)));
    }

    private static Proto loop(String rounds, int depth) {
        Proto body =
                new Proto()
                        .message(
                                1,
                                depth == 1 ? Proto.node("Relu", "w", "l") : loop(rounds, depth - 1))
                        .text(2, "body");
        return Proto.node("Loop", rounds + "  w", "z" + depth)
                .message(5, new Proto().text(1, "body").message(6, body).number(20, 5));
    }

    /** Functions that call the next one twice, the last of them the first if they go round. */
    private static byte[] calling(boolean round, int functions) {
        Proto model = new Proto().bytes(7, new byte[0]);
        for (int i = 0; i < functions; i++) {
            boolean last = i == functions - 1;
            Proto body =
                    last && !round
                            ? Proto.node("Relu", "a", "b")
                            : Proto.node("F" + (last ? 0 : i + 1), "a", "b").text(7, "my");
            Proto again =
                    last && !round
                            ? Proto.node("Relu", "b", "c")
                            : Proto.node("F" + (last ? 0 : i + 1), "b", "c").text(7, "my");
            Proto function = function("F" + i).message(7, body);
            // A long chain of single calls is deep and small.
            model.message(25, functions > 64 ? function : function.message(7, again));
        }
        return model.toBytes();
    }

    private static Proto function(String name) {
        return new Proto().text(1, name).text(4, "a").text(5, "c").text(10, "my");
    }

    /** A function that makes a huge tensor. */
    private static byte[] huge() {
        return new Proto()
                .bytes(7, new byte[0])
                .message(
                        25,
                        function("F")
                                .message(
                                        7,
                                        new Proto()
                                                .text(2, "s")
                                                .text(4, "Constant")
                                                .message(
                                                        5,
                                                        attribute(
                                                                "value_ints", 1L << 20, 1L << 10)))
                                .message(7, Proto.node("ConstantOfShape", "s", "c")))
                .toBytes();
    }

    /** A value that is joined with itself again and again. */
    private static byte[] joined(int times) {
        Proto graph =
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(1, Proto.node("Identity", "w", "c0"));
        for (int i = 0; i < times; i++) {
            graph.message(1, Proto.node("Concat", "c%d c%d".formatted(i, i), "c" + (i + 1)));
        }
        return Proto.model(graph);
    }

    /** A value that is repeated twice, each time within the bounds. */
    private static byte[] repeated() {
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(5, Proto.tensor("n", 7, Proto.longs(1L << 20), 1))
                        .message(1, Proto.node("Expand", "one n", "a"))
                        .message(5, Proto.tensor("one", Proto.FLOAT, Proto.floats(1), 1))
                        .message(1, Proto.node("Tile", "a n", "b")));
    }

    /** A column times a row. */
    private static byte[] multiplied(String op) {
        int side = 1 << 14;
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(5, Proto.tensor("a", Proto.FLOAT, new byte[4 * side], side, 1))
                        .message(5, Proto.tensor("b", Proto.FLOAT, new byte[4 * side], 1, side))
                        .message(1, Proto.node(op, "a b", "z")));
    }

    /** A tree of two splits and two leaves, with the branches for true of its splits. */
    private static byte[] forest(long... whenTrue) {
        Proto trees =
                Proto.node("TreeEnsembleRegressor", "x", "t")
                        .text(7, "ai.onnx.ml")
                        .message(5, attribute("nodes_treeids", 0, 0, 0, 0))
                        .message(5, attribute("nodes_nodeids", 0, 1, 2, 3))
                        .message(5, attribute("nodes_truenodeids", whenTrue(whenTrue)))
                        .message(5, attribute("nodes_falsenodeids", 1, 3, 0, 0))
                        .message(
                                5,
                                new Proto()
                                        .text(1, "nodes_modes")
                                        .text(9, "BRANCH_LEQ")
                                        .text(9, "BRANCH_LEQ")
                                        .text(9, "LEAF")
                                        .text(9, "LEAF"));
        return Proto.model(
                Graphs.shiftedGraph(Proto.tensor("w", Proto.FLOAT, Proto.floats(1, 2), 2))
                        .message(1, trees));
    }

    private static long[] whenTrue(long... splits) {
        return splits.length == 2 ? new long[] {splits[0], splits[1], 0, 0} : splits;
    }

    private static Proto attribute(String name, long... numbers) {
        Proto attribute = new Proto().text(1, name);
        for (long number : numbers) {
            attribute.number(8, number);
        }
        return attribute;
    }

    @Test
    void takes_trees_whose_leaves_name_any_node() {
        assertThatCode(() -> OnnxFile.vetted(forest(2, 2), folder)).doesNotThrowAnyException();
    }

    @Test
    void takes_loops_and_functions_within_the_bounds() {
        assertThatCode(() -> OnnxFile.vetted(looped("some", 2), folder)).doesNotThrowAnyException();
        assertThatCode(() -> OnnxFile.vetted(calling(false, 9), folder)).doesNotThrowAnyException();
    }

    @Test
    void refuses_outputs_of_types_that_no_answer_has() throws Exception {
        int uint16 = 4;
        Proto cast =
                Proto.node("Cast", "x", "y")
                        .message(5, new Proto().text(1, "to").number(3, uint16).number(20, 2));
        assertRefused(
                Proto.model(
                        new Proto()
                                .message(1, cast)
                                .message(11, Proto.value("x", Proto.FLOAT, -1, 2))
                                .message(12, Proto.value("y", uint16, -1, 2))),
                "output 'y' has the element type");
    }

    @Test
    void takes_values_that_are_joined_within_the_bounds() {
        assertThatCode(() -> OnnxFile.vetted(joined(9), folder)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refuses_what_native_code_should_not_see(byte[] file, String why) throws Exception {
        assertRefused(file, why);
    }

    @Test
    void takes_a_row_that_the_graph_cannot_score_for_the_callers_mistake() throws Exception {
        byte[] lookup =
                Proto.model(
                        new Proto()
                                .message(1, Proto.node("Gather", "w i", "y"))
                                .message(5, Proto.tensor("w", 1, Proto.floats(5, 6), 2))
                                .message(11, Proto.value("i", Proto.INT64, -1))
                                .message(12, Proto.value("y", Proto.FLOAT, -1)));
        Schema.Columns schema = new Schema.Columns(List.of(ColumnSpec.of("i", DataType.LONG)));
        try (OpenModel model =
                new OnnxRuntime().open(Graphs.save(lookup, folder), Graphs.MLMODEL)) {
            var predictor = model.bind(schema);
            assertThat(
                            new String(
                                    PredictionJson.array(
                                            predictor.predict(
                                                    Tables.of(
                                                            schema,
                                                            List.<@Nullable Object[]>of(
                                                                    new Object[] {-1L}))),
                                            PredictionJson.Detail.FULL),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("[{\"y\":6.0}]");
            assertThatThrownBy(
                            () ->
                                    predictor.predict(
                                            Tables.of(
                                                    schema,
                                                    List.<@Nullable Object[]>of(
                                                            new Object[] {7L}))))
                    .isInstanceOf(PredictionException.class)
                    .hasMessageContaining("cannot score these rows");
        }
    }

    private String answer(byte[] file) throws IOException, ModelLoadException {
        try (OpenModel model = new OnnxRuntime().open(Graphs.save(file, folder), Graphs.MLMODEL)) {
            return new String(
                    PredictionJson.array(
                            model.bind(TWO)
                                    .predict(
                                            Tables.of(
                                                    TWO,
                                                    List.<@Nullable Object[]>of(
                                                            new Object[] {1.0, 2L}))),
                            PredictionJson.Detail.FULL),
                    StandardCharsets.UTF_8);
        }
    }

    private void assertRefused(byte[] file, String why) throws IOException {
        Graphs.save(file, folder);
        assertThatThrownBy(() -> new OnnxRuntime().open(folder, Graphs.MLMODEL))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("The ONNX")
                .hasMessageContaining(why)
                .message()
                .doesNotContain(folder.toString());
    }
}
