package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/** A classifier that knows its labels by number only. */
record Renamed(Labels labels, Estimator.Classifier classifier) implements Estimator.Classifier {

    static Renamed of(PyObject model, Estimator inner, Labels labels) throws ModelLoadException {
        if (inner instanceof Estimator.Classifier classifier
                && classifier.labels().equals(Classes.numbered(labels.names().size()))) {
            return new Renamed(labels, classifier);
        }
        throw new ModelLoadException(
                "What answers for the model's %s does not answer with the numbers of its %d labels."
                        .formatted(model.simpleType(), labels.names().size()));
    }

    @Override
    public int features() {
        return classifier.features();
    }

    @Override
    public Need[] needs() {
        return classifier.needs();
    }

    @Override
    public int[] predict(Batch rows) {
        return classifier.predict(rows);
    }

    @Override
    public double @Nullable [] probabilities(Batch rows) {
        return classifier.probabilities(rows);
    }

    @Override
    public double @Nullable [] decision(Batch rows) {
        return classifier.decision(rows);
    }
}
