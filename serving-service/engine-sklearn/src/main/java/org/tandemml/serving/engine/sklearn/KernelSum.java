package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * KernelRidge and GaussianProcessRegressor: weighted sums of how like a row is to those of the
 * training data.
 *
 * @param known rows of the training data
 * @param weights known rows x outputs
 * @param scale what each output is multiplied by
 * @param added what is added to each output then
 */
record KernelSum(
        String name,
        Likeness likeness,
        Matrix known,
        double[] weights,
        double[] scale,
        double[] added,
        boolean nested)
        implements Estimator.Regressor {

    /** How like two rows are. */
    @FunctionalInterface
    interface Likeness {
        double of(double[] a, int fromA, double[] b, int fromB, int width);
    }

    static KernelSum ridge(PyObject model) throws ModelLoadException {
        Matrix known = Matrix.of(model, "X_fit_");
        return of(
                model,
                PairKernel.of(model, "gamma", 1.0 / known.columns())::of,
                known,
                "dual_coef_",
                0,
                1);
    }

    static KernelSum process(PyObject model) throws ModelLoadException {
        Matrix known = Matrix.of(model, "X_train_");
        Likeness likeness = ProcessKernel.of(model.object("kernel_"), known.columns());
        return of(
                model,
                likeness,
                known,
                "alpha_",
                model.number("_y_train_mean"),
                model.number("_y_train_std"));
    }

    private static KernelSum of(
            PyObject model,
            Likeness likeness,
            Matrix known,
            String name,
            double added,
            double scale)
            throws ModelLoadException {
        PyArray weights = model.array(name);
        if (weights.rank() < 1
                || weights.rank() > 2
                || weights.length(0) != known.rows()
                || weights.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s are of shape %s; there are %d rows."
                            .formatted(model.where(name), weights.shownShape(), known.rows()));
        }
        int outputs = weights.size() / known.rows();
        double[] scales = new double[outputs];
        double[] means = new double[outputs];
        java.util.Arrays.fill(scales, scale);
        java.util.Arrays.fill(means, added);
        return new KernelSum(
                model.simpleType(),
                likeness,
                known,
                weights.doubles(model.where(name)),
                scales,
                means,
                weights.rank() == 2 && outputs > 1);
    }

    @Override
    public int features() {
        return known.columns();
    }

    @Override
    public int outputs() {
        return added.length;
    }

    @Override
    public double[] predict(Batch rows) {
        Checks.requireFinite(rows, name);
        double[] matrix = rows.matrix();
        int width = features();
        int outputs = outputs();
        double[] answers = new double[rows.rows() * outputs];
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < known.rows(); i++) {
                double like = likeness.of(matrix, row * width, known.values(), i * width, width);
                for (int output = 0; output < outputs; output++) {
                    answers[row * outputs + output] += like * weights[i * outputs + output];
                }
            }
            for (int output = 0; output < outputs; output++) {
                int at = row * outputs + output;
                answers[at] = answers[at] * scale[output] + added[output];
            }
        }
        return answers;
    }
}
