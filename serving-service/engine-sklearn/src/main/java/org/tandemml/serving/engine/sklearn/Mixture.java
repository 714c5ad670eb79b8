package org.tandemml.serving.engine.sklearn;

import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/**
 * GaussianMixture: which of some normal distributions a row comes from.
 *
 * @param means components x features
 * @param roots components x features x features: what makes each component's spread that of the
 *     standard normal distribution
 * @param added components: what is added to each logarithm
 */
record Mixture(Labels labels, int features, double[] means, double[] roots, double[] added)
        implements Bayesian {

    static Mixture of(PyObject model) throws ModelLoadException {
        Matrix means = Matrix.of(model, "means_");
        int count = means.rows();
        int width = means.columns();
        double[] weights =
                Transformers.numbers(model.array("weights_"), model.where("weights_"), count);
        double[] roots = roots(model, count, width);
        double[] added = new double[count];
        for (int i = 0; i < count; i++) {
            added[i] = Math.log(weights[i]) - 0.5 * width * Math.log(2 * Math.PI);
            for (int j = 0; j < width; j++) {
                added[i] += Math.log(roots[(i * width + j) * width + j]);
            }
        }
        return new Mixture(Classes.numbered(count), width, means.values(), roots, added);
    }

    private static double[] roots(PyObject model, int count, int width) throws ModelLoadException {
        String where = model.where("precisions_cholesky_");
        PyArray array = model.array("precisions_cholesky_");
        double[] given = array.doubles(where);
        String kind = model.text("covariance_type");
        int square = Math.multiplyExact(width, width);
        int wanted =
                switch (kind) {
                    case "full" -> Math.multiplyExact(count, square);
                    case "tied" -> square;
                    case "diag" -> Math.multiplyExact(count, width);
                    case "spherical" -> count;
                    default ->
                            throw new ModelLoadException(
                                    "The model's %s is '%s', which is none."
                                            .formatted(
                                                    model.where("covariance_type"),
                                                    Texts.excerpt(kind)));
                };
        if (given.length != wanted) {
            throw new ModelLoadException(
                    "The model's %s are of shape %s, which does not fit its means."
                            .formatted(where, array.shownShape()));
        }
        double[] roots = new double[Math.multiplyExact(count, square)];
        for (int at = 0; at < roots.length; at++) {
            int component = at / square;
            int row = at % square / width;
            int column = at % width;
            double diagonal = row == column ? 1 : 0;
            roots[at] =
                    switch (kind) {
                        case "full" -> given[at];
                        case "tied" -> given[at % square];
                        case "diag" -> diagonal * given[component * width + row];
                        default -> diagonal * given[component];
                    };
        }
        return roots;
    }

    @Override
    public double[] joint(Batch rows) {
        Checks.requireFinite(rows, "GaussianMixture");
        double[] matrix = rows.matrix();
        int count = size();
        double[] joint = new double[rows.rows() * count];
        for (int at = 0; at < joint.length; at++) {
            int from = at / count * features;
            int component = at % count;
            double sum = 0;
            for (int column = 0; column < features; column++) {
                double along = 0;
                for (int i = 0; i < features; i++) {
                    double moved = matrix[from + i] - means[component * features + i];
                    along += moved * roots[(component * features + i) * features + column];
                }
                sum += along * along;
            }
            joint[at] = added[component] - 0.5 * sum;
        }
        return joint;
    }
}
