package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * Detectors of outliers: -1 for rows whose score is below zero, else 1.
 *
 * @param scores of rows
 */
record Outliers(Labels labels, int features, Scores scores) implements Estimator.Classifier {
    private static final Labels SIDES = new Labels(List.of("-1", "1"), true);

    /** How much rows are like those of the training data. */
    @FunctionalInterface
    interface Scores {
        /** A number a row. */
        double[] of(Batch rows);
    }

    static Outliers of(int features, Scores scores) {
        return new Outliers(SIDES, features, scores);
    }

    static Outliers supportVectors(PyObject model) throws ModelLoadException {
        SvmRegressor one = SvmRegressor.of(model);
        return of(one.features(), one::predict);
    }

    static Outliers linear(PyObject model) throws ModelLoadException {
        Lines lines = Lines.of(model);
        if (lines.outputs() != 1) {
            throw new ModelLoadException(
                    "The model's %s has several rows.".formatted(model.where("coef_")));
        }
        double[] offset = {-model.array("offset_").doubles(model.where("offset_"))[0]};
        return of(
                lines.features(),
                rows -> {
                    Checks.requireFinite(rows, "SGDOneClassSVM");
                    return Maths.linear(
                            rows.matrix(), lines.features(), lines.coefficients(), offset);
                });
    }

    /** EllipticEnvelope: how far rows are from the middle, measured by the covariance. */
    static Outliers ellipse(PyObject model) throws ModelLoadException {
        Matrix precision = Matrix.of(model, "precision_");
        int width = precision.columns();
        double[] middle =
                Transformers.numbers(model.array("location_"), model.where("location_"), width);
        double offset = model.number("offset_");
        if (precision.rows() != width) {
            throw new ModelLoadException(
                    "The model's %s is no square.".formatted(model.where("precision_")));
        }
        return of(
                width,
                rows -> {
                    Checks.requireFinite(rows, "EllipticEnvelope");
                    double[] matrix = rows.matrix();
                    double[] scores = new double[rows.rows()];
                    double[] moved = new double[width];
                    for (int row = 0; row < scores.length; row++) {
                        for (int i = 0; i < width; i++) {
                            moved[i] = matrix[row * width + i] - middle[i];
                        }
                        double sum = 0;
                        for (int i = 0; i < width; i++) {
                            sum +=
                                    Maths.dot(moved, 0, precision.values(), i * width, width)
                                            * moved[i];
                        }
                        scores[row] = -sum - offset;
                    }
                    return scores;
                });
    }

    /** LocalOutlierFactor: how densely rows lie, compared with their neighbours. */
    static Outliers local(PyObject model) throws ModelLoadException {
        if (!model.flag("novelty")) {
            throw new ModelLoadException(
                    "The model's LocalOutlierFactor was trained without novelty: it answers for the"
                            + " training data only.");
        }
        Neighbours neighbours = Neighbours.of(model, model.integer("n_neighbors_"));
        int count = neighbours.rows().length / neighbours.features();
        Matrix distances = Matrix.of(model, "_distances_fit_X_");
        double[] densities = Transformers.numbers(model.array("_lrd"), model.where("_lrd"), count);
        if (distances.rows() != count || distances.columns() < neighbours.count()) {
            throw new ModelLoadException(
                    "The model's %s do not fit its rows."
                            .formatted(model.where("_distances_fit_X_")));
        }
        double[] reaches = new double[count];
        for (int i = 0; i < count; i++) {
            reaches[i] = distances.values()[i * distances.columns() + neighbours.count() - 1];
        }
        double offset = model.number("offset_");
        return of(
                neighbours.features(),
                rows -> {
                    double[] scores = new double[rows.rows()];
                    neighbours.distances(
                            rows,
                            (row, nearest, far) -> {
                                double reach = 0;
                                double around = 0;
                                for (int i = 0; i < nearest.length; i++) {
                                    reach += Math.max(far[i], reaches[nearest[i]]);
                                    around += densities[nearest[i]];
                                }
                                double density = 1 / (reach / nearest.length + 1e-10);
                                scores[row] = -(around / density) / nearest.length - offset;
                            });
                    return scores;
                });
    }

    @Override
    public double[] decision(Batch rows) {
        return scores.of(rows);
    }

    @Override
    public int[] predict(Batch rows) {
        double[] decision = decision(rows);
        int[] sides = new int[decision.length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = decision[i] < 0 ? 0 : 1;
        }
        return sides;
    }
}
