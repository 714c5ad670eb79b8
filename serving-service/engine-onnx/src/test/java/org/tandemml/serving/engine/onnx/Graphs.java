package org.tandemml.serving.engine.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tandemml.model.mlmodel.MlModel;

/** Small models. */
final class Graphs {
    static final MlModel MLMODEL =
            new MlModel(
                    Map.of("onnx", Map.of("data", "model.onnx")), null, null, null, null, Map.of());

    private Graphs() {}

    /** {@code y = a * 2 + b} and {@code both = [a, b]}, of columns. */
    static byte[] sum() {
        return Proto.model(
                new Proto()
                        .message(1, Proto.node("Mul", "a w", "t"))
                        .message(1, Proto.node("Add", "t b", "y"))
                        .message(
                                1,
                                Proto.node("Concat", "a b", "both")
                                        .message(
                                                5,
                                                new Proto()
                                                        .text(1, "axis")
                                                        .number(3, 1)
                                                        .number(20, 2)))
                        .message(5, Proto.tensor("w", Proto.FLOAT, Proto.floats(2), 1))
                        .message(11, Proto.value("a", Proto.FLOAT, -1, 1))
                        .message(11, Proto.value("b", Proto.FLOAT, -1, 1))
                        .message(12, Proto.value("y", Proto.FLOAT, -1, 1))
                        .message(12, Proto.value("both", Proto.FLOAT, -1, 2)));
    }

    /** {@code y = x + w}, where {@code w} has two elements. */
    static byte[] shifted(Proto w) {
        return Proto.model(shiftedGraph(w));
    }

    static Proto shiftedGraph(Proto w) {
        return new Proto()
                .message(1, Proto.node("Add", "x w", "y"))
                .message(5, w)
                .message(11, Proto.value("x", Proto.FLOAT, -1, 2))
                .message(12, Proto.value("y", Proto.FLOAT, -1, 2));
    }

    static Path save(byte[] model, Path folder) throws IOException {
        Files.write(folder.resolve("model.onnx"), model);
        return folder;
    }
}
