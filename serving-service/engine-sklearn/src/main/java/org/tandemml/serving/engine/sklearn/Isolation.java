package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.trees.Tree;

/** IsolationForest: outliers are rows that few splits set apart. */
final class Isolation {
    private Isolation() {}

    static Outliers of(PyObject model, Version version, TreeKernels kernels)
            throws ModelLoadException {
        int features = model.integer("n_features_in_");
        List<PyObject> members = Trees.objects(model, "estimators_");
        List<Object> places = new ArrayList<>();
        for (Object each : model.list("estimators_features_")) {
            places.add(PyValues.array(each, model.where("estimators_features_")));
        }
        if (places.size() != members.size()) {
            throw new ModelLoadException("The model's estimators_features_ do not fit its trees.");
        }
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            SklearnTree tree = SklearnTree.of(members.get(i));
            double[] lengths = tree.depths("Tree " + i);
            for (int node = 0; node < lengths.length; node++) {
                lengths[node] += averagePath(tree.samples()[node]) - 1;
            }
            int[] columns = ((PyArray) places.get(i)).ints(model.where("estimators_features_"));
            trees.add(tree.kernelTree("Tree " + i, features, columns, lengths, 1, 0));
        }
        double samples = model.number(model.has("_max_samples") ? "_max_samples" : "max_samples_");
        Forest depths =
                Forest.of(
                        model.simpleType(),
                        features,
                        1,
                        trees,
                        new double[1],
                        version.isAtLeast(new Version(1, 6)),
                        kernels);
        double longest = members.size() * averagePath(samples);
        double offset = model.number("offset_");
        return Outliers.of(
                features,
                rows -> {
                    double[] sums = depths.sums(rows);
                    for (int i = 0; i < sums.length; i++) {
                        double part = longest == 0 ? 1 : sums[i] / longest;
                        sums[i] = -Math.pow(2, -part) - offset;
                    }
                    return sums;
                });
    }

    /** The mean depth of a leaf in a tree of random splits. */
    private static double averagePath(double samples) {
        if (samples <= 1) {
            return 0;
        }
        return samples == 2
                ? 1
                : 2 * (Math.log(samples - 1) + 0.57721566490153286061)
                        - 2 * (samples - 1) / samples;
    }
}
