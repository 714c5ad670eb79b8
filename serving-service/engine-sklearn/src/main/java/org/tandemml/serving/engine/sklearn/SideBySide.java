package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** MultiOutputRegressor: a regressor for each output. */
record SideBySide(List<Estimator.Regressor> members)
        implements Estimator.Regressor, Estimator.Composed {

    static SideBySide of(PyObject model, Estimators reader) throws ModelLoadException {
        List<Estimator.Regressor> members = reader.regressors(model, "estimators_");
        if (members.stream().anyMatch(member -> member.outputs() != 1)) {
            throw new ModelLoadException(
                    "A member of the model's %s has several outputs."
                            .formatted(model.simpleType()));
        }
        return new SideBySide(members);
    }

    @Override
    public int outputs() {
        return members.size();
    }

    @Override
    public boolean nested() {
        return true;
    }

    @Override
    public double[] predict(Batch rows) {
        double[] all = new double[rows.rows() * members.size()];
        for (int i = 0; i < members.size(); i++) {
            double[] one = members.get(i).predict(rows);
            for (int row = 0; row < one.length; row++) {
                all[row * members.size() + i] = one[row];
            }
        }
        return all;
    }
}
