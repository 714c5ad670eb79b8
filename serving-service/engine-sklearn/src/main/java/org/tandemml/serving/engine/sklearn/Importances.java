package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/** How much an estimator makes of each of its columns: what SelectFromModel selects by. */
final class Importances {
    private static final double OF_LASSO = 1e-5;

    private Importances() {}

    /** Which columns a SelectFromModel keeps. */
    static boolean[] kept(PyObject model, int width) throws ModelLoadException {
        PyObject estimator = model.object(model.has("estimator_") ? "estimator_" : "estimator");
        if (!"auto".equals(model.get("importance_getter"))) {
            throw new ModelLoadException(
                    "The model's %s is none that is served."
                            .formatted(model.where("importance_getter")));
        }
        double[] importances = of(estimator, model.number("norm_order", 1));
        if (importances.length != width) {
            throw new ModelLoadException(
                    "The model's %s selects by %d columns, %d reach it."
                            .formatted(model.simpleType(), importances.length, width));
        }
        double threshold = threshold(model, estimator, importances);
        String most = model.has("max_features_") ? "max_features_" : "max_features";
        boolean[] kept = new boolean[width];
        if (model.has(most)) {
            int room = model.integer(most);
            Integer[] order = new Integer[width];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Double.compare(importances[b], importances[a]));
            for (int i = 0; i < Math.min(room, width); i++) {
                kept[order[i]] = true;
            }
        } else {
            Arrays.fill(kept, true);
        }
        for (int i = 0; i < width; i++) {
            kept[i] &= !(importances[i] < threshold);
        }
        return kept;
    }

    private static double threshold(PyObject model, PyObject estimator, double[] importances)
            throws ModelLoadException {
        Object given = model.get("threshold");
        if (given != null && !(given instanceof String)) {
            return PyValues.number(given, model.where("threshold"));
        }
        if (given == null && selects(estimator)) {
            return OF_LASSO;
        }
        String[] parts = (given == null ? "mean" : (String) given).split("\\*", 2);
        String reference = parts[parts.length - 1].strip();
        double scale = parts.length == 2 ? number(model, parts[0].strip()) : 1;
        return switch (reference) {
            case "mean" -> scale * (Arrays.stream(importances).sum() / importances.length);
            case "median" -> scale * median(importances);
            default ->
                    throw new ModelLoadException(
                            "The model's %s is '%s'; it must be of mean or median."
                                    .formatted(model.where("threshold"), Texts.excerpt(reference)));
        };
    }

    private static double number(PyObject model, String text) throws ModelLoadException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            throw new ModelLoadException(
                    "The model's %s has the factor '%s', which is no number."
                            .formatted(model.where("threshold"), Texts.excerpt(text)),
                    malformed);
        }
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Whether the estimator's own penalty makes coefficients zero. */
    private static boolean selects(PyObject estimator) throws ModelLoadException {
        String type = estimator.simpleType();
        boolean mixed =
                switch (type) {
                    case "ElasticNet", "LogisticRegression" -> isOne(estimator.get("l1_ratio"));
                    case "ElasticNetCV", "LogisticRegressionCV" ->
                            isOne(estimator.get("l1_ratio_"));
                    default -> false;
                };
        return mixed || "l1".equals(estimator.get("penalty")) || type.contains("Lasso");
    }

    private static boolean isOne(@Nullable Object ratio) throws ModelLoadException {
        if (ratio == null) {
            return false;
        }
        double[] ratios =
                ratio instanceof PyArray array
                        ? array.doubles("l1_ratio_")
                        : new double[] {PyValues.number(ratio, "l1_ratio")};
        return Arrays.stream(ratios).allMatch(each -> Math.abs(each - 1) <= 1e-5);
    }

    private static double[] of(PyObject estimator, double order) throws ModelLoadException {
        if (estimator.has("coef_")) {
            return norms(Lines.of(estimator), order);
        }
        String type = estimator.simpleType();
        if (estimator.has("tree_")) {
            return ofTree(estimator, true);
        }
        boolean boosted = type.startsWith("GradientBoosting");
        if (!boosted && !type.startsWith("RandomForest") && !type.startsWith("ExtraTrees")) {
            throw new ModelLoadException(
                    "The model selects columns by what a %s makes of them, which is not served."
                            .formatted(Texts.excerpt(type)));
        }
        List<PyObject> members =
                boosted
                        ? Trees.members(estimator.array("estimators_"), estimator)
                        : Trees.objects(estimator, "estimators_");
        double[] sums = new double[estimator.integer("n_features_in_")];
        for (PyObject member : members) {
            double[] each = ofTree(member, !boosted);
            for (int i = 0; i < Math.min(sums.length, each.length); i++) {
                sums[i] += each[i];
            }
        }
        Maths.normalise(sums, sums.length, 0);
        return sums;
    }

    private static double[] norms(Lines lines, double order) {
        int width = lines.features();
        double[] norms = new double[width];
        for (int i = 0; i < width; i++) {
            double sum = 0;
            for (int at = i; at < lines.coefficients().length; at += width) {
                double size = Math.abs(lines.coefficients()[at]);
                sum =
                        Double.isInfinite(order)
                                ? Math.max(sum, size)
                                : sum + (order == 1 ? size : Math.pow(size, order));
            }
            boolean plain = lines.outputs() == 1 || order == 1 || Double.isInfinite(order);
            norms[i] =
                    lines.outputs() == 1
                            ? Math.abs(lines.coefficients()[i])
                            : plain ? sum : Math.pow(sum, 1 / order);
        }
        return norms;
    }

    /** How much less impure each column's splits make the rows. */
    private static double[] ofTree(PyObject estimator, boolean normalised)
            throws ModelLoadException {
        PyObject tree = estimator.object("tree_");
        PyArray nodes = tree.array("nodes");
        String where = tree.where("nodes");
        int[] left = nodes.field("left_child", where).ints(where);
        int[] right = nodes.field("right_child", where).ints(where);
        int[] feature = nodes.field("feature", where).ints(where);
        double[] impurity = nodes.field("impurity", where).doubles(where);
        double[] weight = nodes.field("weighted_n_node_samples", where).doubles(where);
        double[] sums = new double[estimator.integer("n_features_in_")];
        for (int node = 0; node < left.length; node++) {
            if (left[node] < 0) {
                continue;
            }
            if (left[node] >= left.length
                    || right[node] < 0
                    || right[node] >= left.length
                    || feature[node] < 0
                    || feature[node] >= sums.length) {
                throw new ModelLoadException(
                        "Node %d of the model's %s leads nowhere.".formatted(node, where));
            }
            sums[feature[node]] +=
                    weight[node] * impurity[node]
                            - weight[left[node]] * impurity[left[node]]
                            - weight[right[node]] * impurity[right[node]];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= weight[0];
        }
        if (normalised) {
            Maths.normalise(sums, sums.length, 0);
        }
        return sums;
    }
}
