package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/** DummyClassifier and DummyRegressor: the same answer for all rows. */
final class Constant {
    private Constant() {}

    /** A label. */
    record Label(Labels labels, int features, int answer, double[] probabilities)
            implements Estimator.Classifier {

        @Override
        public Need[] needs() {
            return nothing(features);
        }

        @Override
        public int[] predict(Batch rows) {
            int[] answers = new int[rows.rows()];
            Arrays.fill(answers, answer);
            return answers;
        }

        @Override
        public double[] probabilities(Batch rows) {
            return repeated(probabilities, rows.rows());
        }
    }

    /** Numbers. */
    record Values(int features, double[] values) implements Estimator.Regressor {
        @Override
        public Need[] needs() {
            return nothing(features);
        }

        @Override
        public int outputs() {
            return values.length;
        }

        @Override
        public double[] predict(Batch rows) {
            return repeated(values, rows.rows());
        }
    }

    static Estimator of(PyObject model) throws ModelLoadException {
        int features = model.integer("n_features_in_");
        if (model.simpleType().equals("DummyRegressor")) {
            return new Values(features, model.array("constant_").doubles(model.where("constant_")));
        }
        Labels labels = Classes.of(model);
        double[] prior = model.array("class_prior_").doubles(model.where("class_prior_"));
        if (prior.length != labels.names().size()) {
            throw new ModelLoadException(
                    "The model's %s must have a number for each class."
                            .formatted(model.where("class_prior_")));
        }
        String strategy = model.text("strategy");
        int answer =
                switch (strategy) {
                    case "prior", "most_frequent" -> Maths.argMax(prior, prior.length)[0];
                    case "constant" -> place(model, labels);
                    default ->
                            throw new ModelLoadException(
                                    "The model's %s is '%s': its answers are random."
                                            .formatted(
                                                    model.where("strategy"),
                                                    Texts.excerpt(strategy)));
                };
        if (!strategy.equals("prior")) {
            Arrays.fill(prior, 0);
            prior[answer] = 1;
        }
        return new Label(labels, features, answer, prior);
    }

    private static int place(PyObject model, Labels labels) throws ModelLoadException {
        Object constant = model.get("constant");
        if (constant instanceof PyArray array && array.size() == 1) {
            constant = array.values(model.where("constant"))[0];
        }
        int place = labels.names().indexOf(String.valueOf(constant));
        if (place < 0) {
            throw new ModelLoadException(
                    "The model's %s is none of its classes.".formatted(model.where("constant")));
        }
        return place;
    }

    private static Need[] nothing(int features) {
        Need[] needs = new Need[features];
        Arrays.fill(needs, Need.NOTHING);
        return needs;
    }

    private static double[] repeated(double[] values, int rows) {
        double[] all = new double[Math.multiplyExact(rows, values.length)];
        for (int at = 0; at < all.length; at++) {
            all[at] = values[at % values.length];
        }
        return all;
    }
}
