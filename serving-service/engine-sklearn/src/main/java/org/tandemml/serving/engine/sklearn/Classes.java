package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** The labels of a classifier. */
final class Classes {
    private Classes() {}

    static Labels of(PyObject model) throws ModelLoadException {
        Object classes = model.get("classes_");
        if (classes == null && model.get("_label_binarizer") instanceof PyObject binarizer) {
            return of(binarizer, "classes_");
        }
        if (classes == null && model.get("_label_encoder") instanceof PyObject encoder) {
            return of(encoder, "classes_");
        }
        return of(model, "classes_");
    }

    private static Labels of(PyObject model, String name) throws ModelLoadException {
        PyArray array = model.array(name);
        return of(array.values(model.where(name)), model.where(name));
    }

    static Labels of(@Nullable Object[] values, String where) throws ModelLoadException {
        List<String> names = new ArrayList<>();
        int plain = 0;
        for (Object value : values) {
            if (value instanceof String text) {
                names.add(text);
            } else if (value instanceof Number || value instanceof Boolean) {
                names.add(value.toString());
                plain++;
            } else {
                throw new ModelLoadException(
                        "The model's %s holds %s, which is no label that is served."
                                .formatted(where, PyValues.kind(value)));
            }
        }
        if (values.length < 2 || plain > 0 && plain < values.length) {
            throw new ModelLoadException(
                    "The model's %s must hold at least two labels of one kind.".formatted(where));
        }
        return new Labels(names, plain > 0);
    }
}
