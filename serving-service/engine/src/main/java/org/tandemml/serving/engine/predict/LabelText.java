package org.tandemml.serving.engine.predict;

import java.util.List;

/** Label names as JSON, encoded once for an answer and copied for each row. */
final class LabelText {
    private final byte[][] values;
    private final byte[][] keys;

    LabelText(Labels labels) {
        this(labels.names(), labels.numeric());
    }

    private LabelText(List<String> names, boolean numeric) {
        values = new byte[names.size()][];
        keys = new byte[names.size()][];
        for (int i = 0; i < values.length; i++) {
            byte[] quoted = new JsonText(names.get(i).length() + 2).text(names.get(i)).toBytes();
            keys[i] = quoted;
            values[i] =
                    numeric
                            ? new JsonText(names.get(i).length()).raw(names.get(i)).toBytes()
                            : quoted;
        }
    }

    static LabelText keys(List<String> names) {
        return new LabelText(names, false);
    }

    /** The label with this index; null if it is -1. */
    void value(int index, JsonText json) {
        if (index < 0) {
            json.raw("null");
        } else {
            json.raw(values[index]);
        }
    }

    /** An object of the first {@code count} names and numbers that begin at {@code from}. */
    void object(double[] numbers, int from, int count, JsonText json) {
        json.raw('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(keys[i]).raw(':').number(numbers[from + i]);
        }
        json.raw('}');
    }
}
