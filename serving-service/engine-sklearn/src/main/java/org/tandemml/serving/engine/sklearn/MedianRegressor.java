package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** AdaBoostRegressor: the weighted median of what regressors say. */
record MedianRegressor(List<Estimator.Regressor> members, double[] weights)
        implements Estimator.Regressor, Estimator.Composed {

    static MedianRegressor of(PyObject model, Estimators reader) throws ModelLoadException {
        List<Estimator.Regressor> members = reader.regressors(model, "estimators_");
        double[] weights =
                model.array("estimator_weights_").doubles(model.where("estimator_weights_"));
        if (weights.length < members.size()
                || members.stream().anyMatch(member -> member.outputs() != 1)) {
            throw new ModelLoadException(
                    "The model's AdaBoostRegressor has fewer weights than members, or members with several outputs.");
        }
        return new MedianRegressor(members, weights);
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[] predict(Batch rows) {
        double[][] answers = new double[members.size()][];
        Integer[] order = new Integer[answers.length];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = members.get(i).predict(rows);
            order[i] = i;
        }
        double[] medians = new double[rows.rows()];
        for (int row = 0; row < medians.length; row++) {
            int at = row;
            Arrays.sort(order, Comparator.comparingDouble(i -> answers[i][at]));
            medians[row] = answers[median(order)][row];
        }
        return medians;
    }

    /** The first member in this order with which half of all weight is reached. */
    private int median(Integer[] order) {
        double total = 0;
        for (int member : order) {
            total += weights[member];
        }
        double sum = 0;
        for (int member : order) {
            sum += weights[member];
            if (sum >= 0.5 * total) {
                return member;
            }
        }
        return order[0];
    }
}
