package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/** What the outputs of a graph say about rows. */
final class Answers {
    private static final Missing NONE_MISSING = new Missing();

    private Answers() {}

    /** The answer for no rows. */
    static Predictions none(List<String> names, boolean columns) {
        List<Column> empty = new ArrayList<>();
        names.forEach(name -> empty.add(new Column.Nested(new @Nullable Object[0], NONE_MISSING)));
        return columns
                ? new Predictions.Records(new Table(schema(names), 0, empty))
                : new Predictions.Named(names, empty, 0);
    }

    /** A record a row: each output must have an element or a slice for each row. */
    static Predictions records(List<String> names, List<OnnxValue> values, int rows)
            throws OrtException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(column(names.get(i), values.get(i), rows));
        }
        return new Predictions.Records(new Table(schema(names), rows, columns));
    }

    /** The outputs as they are. */
    static Predictions tensors(List<String> names, List<OnnxValue> values, int rows)
            throws OrtException {
        List<Column> columns = new ArrayList<>();
        for (OnnxValue value : values) {
            if (value instanceof OnnxTensor tensor) {
                columns.add(
                        new Column.Tensor(
                                tensor.getInfo().onnxType.name(),
                                tensor.getInfo().getShape(),
                                Elements.elements(tensor),
                                NONE_MISSING));
            } else {
                columns.add(new Column.Nested(list(value).toArray(), NONE_MISSING));
            }
        }
        return new Predictions.Named(names, columns, rows);
    }

    private static Schema.Columns schema(List<String> names) {
        return new Schema.Columns(
                names.stream()
                        .map(name -> new ColumnSpec(name, new ColumnType.Any(), true))
                        .toList());
    }

    private static Column column(String name, OnnxValue value, int rows) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            List<?> list = list(value);
            requireRows(name, list.size(), rows);
            return new Column.Nested(list.toArray(), NONE_MISSING);
        }
        long[] shape = tensor.getInfo().getShape();
        requireRows(name, shape.length == 0 ? -1 : shape[0], rows);
        Object elements = Elements.elements(tensor);
        if (Array.getLength(elements) != rows || shape.length > 2) {
            return slices(elements, shape, rows);
        }
        if (elements instanceof float[] floats) {
            return new Column.Floats(floats, NONE_MISSING);
        }
        if (elements instanceof double[] doubles) {
            return new Column.Doubles(doubles, NONE_MISSING);
        }
        if (elements instanceof long[] longs) {
            return new Column.Longs(longs, NONE_MISSING);
        }
        if (elements instanceof int[] ints) {
            return new Column.Ints(ints, NONE_MISSING);
        }
        if (elements instanceof boolean[] booleans) {
            return new Column.Booleans(booleans, NONE_MISSING);
        }
        return new Column.Strings((String[]) elements, NONE_MISSING);
    }

    private static void requireRows(String name, long there, int rows) {
        if (there != rows) {
            throw new PredictionException(
                    0,
                    "The ONNX graph's output '%s' has no answer for each row: it cannot be given for columns."
                            .formatted(Texts.excerpt(name)));
        }
    }

    private static Column slices(Object elements, long[] shape, int rows) {
        @Nullable Object[] cells = new @Nullable Object[rows];
        int[] at = {0};
        for (int row = 0; row < rows; row++) {
            cells[row] = slice(elements, shape, 1, at);
        }
        return new Column.Nested(cells, NONE_MISSING);
    }

    private static Object slice(Object elements, long[] shape, int axis, int[] at) {
        if (axis == shape.length) {
            return Elements.at(elements, at[0]++);
        }
        List<Object> items = new ArrayList<>();
        for (long i = 0; i < shape[axis]; i++) {
            items.add(slice(elements, shape, axis + 1, at));
        }
        return items;
    }

    /** A sequence as a list: of maps, as classifiers give probabilities, or of tensors. */
    private static List<Object> list(OnnxValue value) throws OrtException {
        List<Object> items = new ArrayList<>();
        if (value instanceof OnnxSequence sequence) {
            for (OnnxValue item : sequence.getValue()) {
                try (item) {
                    items.add(item(item));
                }
            }
        } else if (value instanceof OnnxMap map) {
            items.add(map.getValue());
        } else {
            throw new PredictionException(
                    0, "The ONNX graph answers with a %s.".formatted(value.getType()));
        }
        return items;
    }

    private static Object item(OnnxValue item) throws OrtException {
        if (item instanceof OnnxMap map) {
            return map.getValue();
        }
        if (item instanceof OnnxTensor tensor) {
            return slice(Elements.elements(tensor), tensor.getInfo().getShape(), 0, new int[] {0});
        }
        return list(item);
    }
}
