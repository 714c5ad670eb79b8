package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * An input of a graph: a tensor.
 *
 * @param name what the graph calls it
 * @param type of its elements
 * @param shape its lengths, -1 where any
 */
record Port(String name, OnnxJavaType type, long[] shape) {

    static Port of(String name, TensorInfo info) throws ModelLoadException {
        switch (info.type) {
            case FLOAT, DOUBLE, INT8, INT16, INT32, INT64, UINT8, BOOL, STRING -> {
                return new Port(name, info.type, info.getShape());
            }
            default ->
                    throw new ModelLoadException(
                            "The ONNX graph's input '%s' has the element type %s, which is not served."
                                    .formatted(Texts.excerpt(name), info.onnxType));
        }
    }

    /** Whether it takes one element a row: {@code [n]} or {@code [n, 1]}. */
    boolean isColumn() {
        return shape.length == 1 || shape.length == 2 && shape[1] == 1;
    }

    /** Whether it takes several elements a row: {@code [n, k]}. */
    boolean isMatrix() {
        return shape.length == 2 && shape[1] != 1;
    }

    ColumnSpec column() {
        return ColumnSpec.of(
                name,
                switch (type) {
                    case FLOAT -> DataType.FLOAT;
                    case DOUBLE -> DataType.DOUBLE;
                    case INT64 -> DataType.LONG;
                    case BOOL -> DataType.BOOLEAN;
                    case STRING -> DataType.STRING;
                    default -> DataType.INTEGER;
                });
    }

    TensorSpec tensor() {
        long[] open = shape.clone();
        if (open.length > 0) {
            open[0] = -1;
        }
        return new TensorSpec(name, dtype(), open);
    }

    /** numpy's name of the element type. */
    String dtype() {
        return switch (type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case INT8 -> "int8";
            case INT16 -> "int16";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case UINT8 -> "uint8";
            case BOOL -> "bool";
            default -> "object";
        };
    }

    /** Whether a tensor of this shape can be fed. */
    boolean takes(long[] lengths) {
        boolean fits = lengths.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == lengths[i];
        }
        return fits;
    }

    String shownName() {
        return Texts.excerpt(name);
    }

    String shownShape() {
        return Arrays.toString(shape);
    }
}
