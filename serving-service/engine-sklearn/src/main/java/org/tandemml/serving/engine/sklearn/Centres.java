package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.predict.Labels;

/** KMeans: the number of the nearest centre. */
record Centres(String name, Labels labels, int features, double[] centres)
        implements Estimator.Classifier {

    static Centres of(PyObject model) throws ModelLoadException {
        PyArray centres = model.array("cluster_centers_");
        if (centres.rank() != 2 || centres.size() == 0) {
            throw new ModelLoadException("The model's cluster_centers_ is no matrix.");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < centres.length(0); i++) {
            names.add(Integer.toString(i));
        }
        return new Centres(
                model.simpleType(),
                new Labels(names, true),
                centres.length(1),
                centres.doubles(model.where("cluster_centers_")));
    }

    @Override
    public int[] predict(Batch rows) {
        Checks.requireFinite(rows, name);
        double[] matrix = rows.matrix();
        int[] nearest = new int[rows.rows()];
        for (int row = 0; row < nearest.length; row++) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < size(); i++) {
                double distance =
                        Maths.squaredDistance(
                                matrix, row * features, centres, i * features, features);
                if (distance < least) {
                    least = distance;
                    nearest[row] = i;
                }
            }
        }
        return nearest;
    }
}
