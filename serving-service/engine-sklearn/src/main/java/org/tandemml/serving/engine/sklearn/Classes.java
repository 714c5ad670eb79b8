package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** The labels of a classifier. */
final class Classes {
    private Classes() {}

    /** So many labels that are their own numbers. */
    static Labels numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(Integer.toString(i));
        }
        return new Labels(names, true);
    }

    /** The number that a label is; NaN if it is no number. */
    static double value(Labels labels, int label) {
        String name = labels.names().get(label);
        if (name.equals("true") || name.equals("false")) {
            return name.equals("true") ? 1 : 0;
        }
        return labels.numeric() ? Double.parseDouble(name) : Double.NaN;
    }

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
        return PyValues.labels(array, model.where(name));
    }
}
