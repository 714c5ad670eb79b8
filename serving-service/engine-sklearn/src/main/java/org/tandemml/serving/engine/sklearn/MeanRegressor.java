package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** VotingRegressor and BaggingRegressor: the weighted mean of what regressors say. */
record MeanRegressor(List<Estimator.Regressor> members, double[] weights)
        implements Estimator.Regressor, Estimator.Composed {

    static MeanRegressor of(PyObject model, List<Estimator.Regressor> members, double[] weights)
            throws ModelLoadException {
        for (Estimator.Regressor member : members) {
            if (member.outputs() != members.get(0).outputs()) {
                throw new ModelLoadException(
                        "The members of the model's %s have different outputs."
                                .formatted(model.simpleType()));
            }
        }
        return new MeanRegressor(members, weights);
    }

    @Override
    public int outputs() {
        return members.get(0).outputs();
    }

    @Override
    public double[] predict(Batch rows) {
        double[] sums = new double[rows.rows() * outputs()];
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            double[] each = members.get(i).predict(rows);
            total += weights[i];
            for (int at = 0; at < sums.length; at++) {
                sums[at] += each[at] * weights[i];
            }
        }
        for (int at = 0; at < sums.length; at++) {
            sums[at] /= total;
        }
        return sums;
    }
}
