package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Feeds a tensor of the request. */
record TensorFeed(Port port, int at) implements Feed {

    static TensorFeed of(Port port, TensorSpec spec, int at) throws ModelLoadException {
        boolean readable =
                switch (port.type()) {
                    case FLOAT -> spec.dtype().matches("float(16|32|64)");
                    case STRING -> spec.dtype().equals("object") || spec.dtype().equals("str");
                    default -> spec.dtype().equals(port.dtype());
                };
        if (!readable) {
            throw new ModelLoadException(
                    "The signature's tensor for the ONNX graph's input '%s' has the type %s, the input takes %s."
                            .formatted(
                                    port.shownName(),
                                    org.tandemml.model.Texts.excerpt(spec.dtype()),
                                    port.dtype()));
        }
        return new TensorFeed(port, at);
    }

    @Override
    public OnnxTensor tensor(Table table) throws OrtException {
        if (!(table.column(at) instanceof Column.Tensor tensor)) {
            throw new IllegalStateException("Not a tensor");
        }
        if (!port.takes(tensor.shape())) {
            throw new PredictionException(
                    0,
                    "The tensor for the input '%s' has the shape %s, the model takes %s."
                            .formatted(
                                    port.shownName(),
                                    Arrays.toString(tensor.shape()),
                                    port.shownShape()));
        }
        int count = Math.toIntExact(Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact));
        return Elements.tensor(port, elements(tensor, count), tensor.shape());
    }

    private Object elements(Column.Tensor tensor, int count) {
        Object given = tensor.elements();
        if (port.type() == OnnxJavaType.STRING) {
            return texts(given, count);
        }
        if (port.type() == OnnxJavaType.FLOAT && given instanceof double[] doubles) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                floats[i] = (float) doubles[i];
            }
            return floats;
        }
        return Array.getLength(given) == count ? given : trimmed(given, count);
    }

    private static Object trimmed(Object given, int count) {
        Object exact = Array.newInstance(given.getClass().getComponentType(), count);
        System.arraycopy(given, 0, exact, 0, count);
        return exact;
    }

    private String[] texts(Object given, int count) {
        if (!(given instanceof Object[] objects)) {
            throw new PredictionException(
                    0, "The input '%s' takes texts.".formatted(port.shownName()));
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            if (!(objects[i] instanceof String text)) {
                throw new PredictionException(
                        0,
                        "Element %d of the input '%s' is no text.".formatted(i, port.shownName()));
            }
            texts[i] = text;
        }
        return texts;
    }
}
