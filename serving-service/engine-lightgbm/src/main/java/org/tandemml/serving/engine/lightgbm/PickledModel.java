package org.tandemml.serving.engine.lightgbm;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.KnownNames;
import org.tandemml.serving.engine.pickle.PickleReader;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.pickle.SkopsReader;
import org.tandemml.serving.engine.predict.Labels;

/**
 * A Booster, or a model of LightGBM's scikit-learn interface around one, out of a pickle or a skops
 * file: an inert record that holds the booster's text.
 *
 * @param text the booster
 * @param iterations how many iterations {@code predict} uses; 0 for all
 * @param labels what a classifier answers with; null for what answers with numbers
 */
record PickledModel(ModelText text, int iterations, @Nullable Labels labels) {
    static final String BOOSTER = "lightgbm.basic.Booster";
    private static final String CLASSIFIER = "lightgbm.sklearn.LGBMClassifier";
    private static final String ENCODER = "sklearn.preprocessing._label.LabelEncoder";

    private static final byte PROTOCOL_FOLLOWS = (byte) 0x80;

    /** The classes that are served. */
    static final Set<String> CLASSES =
            Set.of(
                    BOOSTER,
                    CLASSIFIER,
                    "lightgbm.sklearn.LGBMRegressor",
                    "lightgbm.sklearn.LGBMRanker",
                    "lightgbm.sklearn.LGBMModel");

    private static final KnownNames NAMES = names();

    private static KnownNames names() {
        Set<String> records = new HashSet<>(CLASSES);
        records.add(ENCODER);
        return KnownNames.of(records, Set.of());
    }

    /** Whether a file is a pickle, of protocol 2 or newer, or a skops file. */
    static boolean isPickled(byte[] file) {
        return SkopsReader.isSkops(file) || file.length > 0 && file[0] == PROTOCOL_FOLLOWS;
    }

    static PickledModel read(byte[] file) throws ModelLoadException {
        Object root =
                SkopsReader.isSkops(file)
                        ? SkopsReader.read(file, NAMES)
                        : PickleReader.read(file, NAMES);
        if (!(root instanceof PyObject model) || !CLASSES.contains(model.type())) {
            throw new ModelLoadException(
                    "The file holds %s, which is no model of LightGBM."
                            .formatted(PyValues.kind(root)));
        }
        return of(model);
    }

    /**
     * Reads a model.
     *
     * @param model of one of the {@link #CLASSES}
     */
    static PickledModel of(PyObject model) throws ModelLoadException {
        if (model.type().equals(BOOSTER)) {
            return of(model, null);
        }
        requireOrdinary(model);
        PyObject booster = model.object("_Booster");
        if (!booster.type().equals(BOOSTER)) {
            throw new ModelLoadException(
                    "The model's %s is a %s; it must be a Booster."
                            .formatted(model.where("_Booster"), Texts.excerpt(booster.type())));
        }
        return of(booster, model.type().equals(CLASSIFIER) ? labels(model) : null);
    }

    private static PickledModel of(PyObject booster, @Nullable Labels labels)
            throws ModelLoadException {
        // LightGBM 3 calls it by the one name, LightGBM 4 by the other.
        String text = booster.text(booster.has("_handle") ? "_handle" : "handle");
        double best = booster.number("best_iteration", 0);
        return new PickledModel(
                ModelText.read(text), best > 0 ? booster.integer("best_iteration") : 0, labels);
    }

    /**
     * What would make {@code predict} answer something else than the booster's ordinary answers.
     */
    private static void requireOrdinary(PyObject model) throws ModelLoadException {
        Object objective = model.get("_objective");
        if (objective != null && !(objective instanceof String)) {
            throw new ModelLoadException(
                    "The model's %s is %s, a program, which is not run."
                            .formatted(model.where("_objective"), PyValues.kind(objective)));
        }
        if (model.get("_other_params") instanceof Map<?, ?> others) {
            for (Object name : others.keySet()) {
                if (name instanceof String text && text.startsWith("pred_early_stop")) {
                    throw new ModelLoadException(
                            "The model's %s has %s: answers that stop early are not served."
                                    .formatted(model.where("_other_params"), Texts.excerpt(text)));
                }
            }
        }
    }

    private static Labels labels(PyObject model) throws ModelLoadException {
        PyObject encoder = model.object("_le");
        return PyValues.labels(encoder.array("classes_"), encoder.where("classes_"));
    }
}
