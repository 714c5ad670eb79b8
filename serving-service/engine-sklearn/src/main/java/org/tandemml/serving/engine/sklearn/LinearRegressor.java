package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** Linear functions, perhaps with an exponential behind them. */
record LinearRegressor(String name, Lines lines, boolean exponential)
        implements Estimator.Regressor {

    static LinearRegressor of(PyObject model, boolean exponential) throws ModelLoadException {
        return new LinearRegressor(model.simpleType(), Lines.of(model), exponential);
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
        Checks.requireFinite(rows, name);
        double[] answers =
                Maths.linear(rows.matrix(), features(), lines.coefficients(), lines.intercepts());
        for (int i = 0; exponential && i < answers.length; i++) {
            answers[i] = Math.exp(answers[i]);
        }
        return answers;
    }
}
