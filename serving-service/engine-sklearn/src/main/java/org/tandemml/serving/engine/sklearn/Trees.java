package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.trees.Tree;

/** Reads scikit-learn's trees, forests and gradient boosting. */
final class Trees {
    private static final double EPSILON = Math.ulp(1.0);

    private Trees() {}

    static Estimator tree(PyObject model, Version version, TreeKernels kernels)
            throws ModelLoadException {
        return forest(model, List.of(model), version, new Version(1, 3), kernels);
    }

    static Estimator forest(PyObject model, Version version, TreeKernels kernels)
            throws ModelLoadException {
        boolean extra = model.simpleType().startsWith("Extra");
        return forest(
                model,
                objects(model, "estimators_"),
                version,
                extra ? new Version(1, 6) : new Version(1, 4),
                kernels);
    }

    private static Estimator forest(
            PyObject model,
            List<PyObject> members,
            Version version,
            Version missingSince,
            TreeKernels kernels)
            throws ModelLoadException {
        boolean classifies = model.simpleType().endsWith("Classifier");
        int outputs = model.integer("n_outputs_");
        List<Labels> several = classifies && outputs != 1 ? SeveralLabels.labels(model) : List.of();
        List<SklearnTree> trees = new ArrayList<>();
        boolean missing = version.isAtLeast(missingSince);
        for (PyObject member : members) {
            SklearnTree tree = SklearnTree.of(member);
            missing &= tree.takesMissing();
            if (classifies) {
                tree.normalise(outputs == 1 ? tree.width() : SeveralLabels.most(several));
            }
            trees.add(tree);
        }
        Forest forest =
                Forest.ofRows(
                        model.simpleType(),
                        model.integer("n_features_in_"),
                        trees,
                        missing,
                        kernels);
        if (!classifies) {
            if (forest.outputs() != outputs) {
                throw widths(model, forest.outputs(), outputs);
            }
            return new ForestRegressor(forest, trees.size());
        }
        if (outputs != 1) {
            int wanted = several.size() * SeveralLabels.most(several);
            if (forest.outputs() != wanted || several.size() != outputs) {
                throw widths(model, forest.outputs(), wanted);
            }
            return new SeveralLabels.OfForest(several, forest);
        }
        Labels labels = Classes.of(model);
        if (forest.outputs() != labels.names().size()) {
            throw widths(model, forest.outputs(), labels.names().size());
        }
        return new ForestClassifier(labels, forest, trees.size());
    }

    private static ModelLoadException widths(PyObject model, int there, int wanted) {
        return new ModelLoadException(
                "The trees of the model's %s have %d numbers a leaf; it needs %d."
                        .formatted(model.simpleType(), there, wanted));
    }

    /** The trees of a boosting, stage by stage. */
    static List<PyObject> members(PyArray stages, PyObject model) throws ModelLoadException {
        List<PyObject> members = new ArrayList<>();
        for (Object each : stages.values(model.where("estimators_"))) {
            members.add(PyValues.object(each, model.where("estimators_")));
        }
        return members;
    }

    /** GradientBoosting: the start, then each stage's trees times the learning rate. */
    static Estimator boosted(PyObject model, Version version, TreeKernels kernels)
            throws ModelLoadException {
        PyArray stages = model.array("estimators_");
        boolean classifies = model.simpleType().endsWith("Classifier");
        int outputs = stages.rank() == 2 ? stages.length(1) : 0;
        int features = model.integer("n_features_in_");
        double rate = model.number("learning_rate");
        List<Tree> trees = new ArrayList<>();
        List<PyObject> members = members(stages, model);
        for (int i = 0; i < members.size(); i++) {
            SklearnTree tree = SklearnTree.of(members.get(i));
            if (tree.width() != 1) {
                throw widths(model, tree.width(), 1);
            }
            double[] scaled = tree.values().clone();
            for (int node = 0; node < scaled.length; node++) {
                scaled[node] *= rate;
            }
            trees.add(tree.kernelTree("Tree " + i, features, null, scaled, 1, i % outputs));
        }
        String loss = model.text("loss");
        boolean exponential = loss.equals("exponential");
        Forest forest =
                Forest.of(
                        model.simpleType(),
                        features,
                        outputs,
                        trees,
                        start(model, outputs, classifies, exponential, version),
                        false,
                        kernels);
        Raw raw = new Raw(forest);
        if (!classifies) {
            return new BoostedRegressor(raw, false);
        }
        var labels = Classes.of(model);
        int size = labels.names().size();
        if (outputs != (size == 2 ? 1 : size)) {
            throw widths(model, outputs, size);
        }
        int atZero = version.isAtLeast(new Version(1, 4)) ? 1 : 0;
        return new BoostedClassifier(labels, raw, exponential ? 2 : 1, atZero);
    }

    private record Raw(Forest forest) implements BoostedClassifier.Scores {
        @Override
        public int features() {
            return forest.features();
        }

        @Override
        public int outputs() {
            return forest.outputs();
        }

        @Override
        public double[] of(Batch rows) {
            return forest.sums(rows);
        }
    }

    /** What the sums of GradientBoosting begin with. */
    private static double[] start(
            PyObject model, int outputs, boolean classifies, boolean exponential, Version version)
            throws ModelLoadException {
        double[] start = new double[outputs];
        if ("zero".equals(model.get("init_")) || "zero".equals(model.get("init"))) {
            return start;
        }
        PyObject init = model.object("init_");
        if (init.simpleType().equals("DummyRegressor") && !classifies) {
            start[0] = init.number("constant_");
            return start;
        }
        if (!init.simpleType().equals("DummyClassifier")
                || !classifies
                || !init.text("strategy").equals("prior")) {
            throw new ModelLoadException(
                    "The model's %s is a %s, which is not served."
                            .formatted(model.where("init_"), init.simpleType()));
        }
        double[] prior = init.array("class_prior_").doubles(init.where("class_prior_"));
        if (prior.length != (outputs == 1 ? 2 : outputs)) {
            throw widths(model, prior.length, outputs);
        }
        for (int i = 0; i < prior.length; i++) {
            prior[i] = Math.max(EPSILON, Math.min(1 - EPSILON, prior[i]));
        }
        if (outputs == 1) {
            start[0] = Math.log(prior[1] / (1 - prior[1])) * (exponential ? 0.5 : 1);
            return start;
        }
        double mean = 0;
        for (int i = 0; i < outputs; i++) {
            start[i] = Math.log(prior[i]);
            mean += start[i] / outputs;
        }
        for (int i = 0; i < outputs && version.isAtLeast(new Version(1, 4)); i++) {
            start[i] -= mean;
        }
        return start;
    }

    /** The objects of a list. */
    static List<PyObject> objects(PyObject model, String name) throws ModelLoadException {
        Object value = model.get(name);
        List<PyObject> objects = new ArrayList<>();
        List<@Nullable Object> items =
                value instanceof PyArray array
                        ? java.util.Arrays.asList(array.values(model.where(name)))
                        : model.list(name);
        for (Object item : items) {
            objects.add(PyValues.object(item, model.where(name)));
        }
        return objects;
    }
}
