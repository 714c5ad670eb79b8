package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** Linear functions, perhaps with an exponential behind them. */
record LinearRegressor(String name, Lines lines, boolean exponential)
        implements Estimator.Regressor {

    static LinearRegressor of(PyObject model, boolean exponential) throws ModelLoadException {
        return new LinearRegressor(model.simpleType(), Lines.of(model), exponential);
    }

    /** PLSRegression: since 1.3 the columns are moved first, and until 1.4 divided too. */
    static Estimator latent(PyObject model, Version version) throws ModelLoadException {
        if (!version.isAtLeast(new Version(1, 3))) {
            throw new ModelLoadException(
                    "The model's PLSRegression is of scikit-learn before 1.3, which is not"
                            + " served.");
        }
        LinearRegressor lines = of(model, false);
        int width = lines.features();
        double[] mean = Transformers.numbers(model.array("_x_mean"), model.where("_x_mean"), width);
        Transformer moved =
                version.isAtLeast(new Version(1, 5))
                        ? new ByColumn(width, Transformers.less(mean))
                        : Transformers.shifted(
                                width,
                                mean,
                                Transformers.numbers(
                                        model.array("_x_std"), model.where("_x_std"), width));
        LinearRegressor flat =
                new LinearRegressor(lines.name(), lines.lines().nested(lines.outputs() > 1), false);
        return Piped.of(moved, flat);
    }

    @Override
    public int features() {
        return lines.features();
    }

    @Override
    public int outputs() {
        return lines.outputs();
    }

    @Override
    public boolean nested() {
        return lines.nested();
    }

    @Override
    public double[] predict(Batch rows) {
        double[] answers =
                Maths.linear(rows.matrix(), features(), lines.coefficients(), lines.intercepts());
        if (!Maths.finite(answers)) {
            // What is missing or infinite makes a sum that is no number or infinite.
            Checks.requireFinite(rows, name);
        }
        for (int i = 0; exponential && i < answers.length; i++) {
            answers[i] = Math.exp(answers[i]);
        }
        return answers;
    }
}
