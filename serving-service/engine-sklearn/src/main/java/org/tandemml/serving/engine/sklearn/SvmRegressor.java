package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** SVR and NuSVR. */
record SvmRegressor(SupportVectors vectors) implements Estimator.Regressor {

    static SvmRegressor of(PyObject model) throws ModelLoadException {
        SupportVectors vectors = SupportVectors.of(model);
        vectors.requireOne();
        return new SvmRegressor(vectors);
    }

    @Override
    public int features() {
        return vectors.features();
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[] predict(Batch rows) {
        Checks.requireFinite(rows, vectors.name());
        double[] matrix = rows.matrix();
        double[] answers = new double[rows.rows()];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = vectors.value(matrix, row * features());
        }
        return answers;
    }
}
