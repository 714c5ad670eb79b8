package org.tandemml.serving.engine.predict;

import java.util.Arrays;
import java.util.Objects;
import org.tandemml.serving.engine.predict.Predictions.Named;
import org.tandemml.serving.engine.table.Column;

/** Writes named arrays as one JSON object of nested lists. */
final class ArrayText {
    private final Object elements;
    private final long[] shape;
    private final JsonText json;
    private int next;

    private ArrayText(Column.Tensor tensor, JsonText json) {
        this.elements = tensor.elements();
        this.shape = tensor.shape();
        this.json = json;
    }

    static void write(Named answer, JsonText json) {
        json.raw('{');
        for (int i = 0; i < answer.names().size(); i++) {
            json.raw(i == 0 ? "" : ",").text(answer.names().get(i)).raw(':');
            if (answer.values().get(i) instanceof Column.Tensor tensor) {
                new ArrayText(tensor, json).axis(0);
            } else {
                Column.Nested nested = (Column.Nested) answer.values().get(i);
                RecordText.value(Arrays.asList(nested.values()), json);
            }
        }
        json.raw('}');
    }

    private void axis(int axis) {
        if (axis == shape.length) {
            element(next++);
            return;
        }
        json.raw('[');
        for (long i = 0; i < shape[axis]; i++) {
            json.raw(i == 0 ? "" : ",");
            axis(axis + 1);
        }
        json.raw(']');
    }

    private void element(int at) {
        if (elements instanceof double[] doubles) {
            json.number(doubles[at]);
        } else if (elements instanceof float[] floats) {
            json.number((double) floats[at]);
        } else if (elements instanceof long[] longs) {
            json.number(longs[at]);
        } else if (elements instanceof int[] ints) {
            json.number((long) ints[at]);
        } else if (elements instanceof boolean[] booleans) {
            json.bool(booleans[at]);
        } else {
            RecordText.value(((Object[]) Objects.requireNonNull(elements))[at], json);
        }
    }
}
