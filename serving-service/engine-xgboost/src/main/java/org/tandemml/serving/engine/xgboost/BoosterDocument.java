package org.tandemml.serving.engine.xgboost;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Inputs;

/**
 * Reads a booster from the document that XGBoost 1.0 and newer write in JSON and UBJSON. The form
 * has a JSON schema in XGBoost's documentation; what has changed since is known from files.
 */
final class BoosterDocument {
    private final Value learner;
    private final Value booster;
    private final String kind;

    private BoosterDocument(Value document) throws ModelLoadException {
        learner = document.get("learner");
        booster = learner.get("gradient_booster");
        kind = booster.get("name").text();
    }

    static Booster read(Value document) throws ModelLoadException {
        return new BoosterDocument(document).read();
    }

    private Booster read() throws ModelLoadException {
        switch (kind) {
            case "gbtree" -> {
                return trees(booster.get("model"), null);
            }
            case "dart" -> {
                return trees(booster.get("gbtree").get("model"), booster.get("weight_drop"));
            }
            case "gblinear" -> {
                return linear(booster.get("model").get("weights").numbers());
            }
            default ->
                    throw new ModelLoadException(
                            "The XGBoost booster '%s' is not known."
                                    .formatted(Texts.excerpt(kind)));
        }
    }

    private Booster linear(double[] weights) throws ModelLoadException {
        Booster.Head head = head(Map.of());
        long wanted = (head.features() + 1L) * head.outputs();
        if (weights.length != wanted) {
            throw new ModelLoadException(
                    "The XGBoost model has %d linear weights; %d features and %d outputs need %d."
                            .formatted(weights.length, head.features(), head.outputs(), wanted));
        }
        float[] floats = new float[weights.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = finite("weights", i, weights[i]);
        }
        return new Booster(head, null, floats);
    }

    private Booster trees(Value model, @Nullable Value drop) throws ModelLoadException {
        Value list = model.get("trees");
        int count = list.size();
        Value param = model.get("gbtree_model_param");
        int claimed = param.get("num_trees").integer();
        if (claimed != count) {
            throw new ModelLoadException(
                    "num_trees is %d, and the XGBoost model file has %d trees."
                            .formatted(claimed, count));
        }
        Booster.Head head = head(texts(model));
        ModelSize.requireOutputs(head.outputs(), count);
        ModelSize budget = new ModelSize();
        NodeArrays[] trees = new NodeArrays[count];
        for (int i = 0; i < count; i++) {
            trees[i] = new TreeDocument(list.item(i), "Tree " + i, budget).read(head.outputs());
        }
        int[] output = model.get("tree_info").integers(count);
        for (int i = 0; i < count; i++) {
            ModelSize.requireOutput(output[i], i, head.outputs());
        }
        float[] weights = new float[count];
        Arrays.fill(weights, 1f);
        if (drop != null) {
            double[] given = drop.numbers(count);
            for (int i = 0; i < count; i++) {
                weights[i] = finite("weight_drop", i, given[i]);
            }
        }
        return new Booster(
                head,
                new Booster.Forest(
                        List.of(trees), output, weights, best(model, param, head, count)),
                new float[0]);
    }

    /** How many trees the rounds up to {@code best_iteration} have. */
    private int best(Value model, Value param, Booster.Head head, int count)
            throws ModelLoadException {
        if (!learner.has("attributes") || !learner.get("attributes").has("best_iteration")) {
            return count;
        }
        Value attributes = learner.get("attributes");
        int round = attributes.get("best_iteration").integer();
        if (model.has("iteration_indptr")) {
            int[] begins = model.get("iteration_indptr").integers();
            if (round < 0 || round >= begins.length - 1 || begins[round + 1] > count) {
                throw new ModelLoadException(
                        "best_iteration is %d, but the XGBoost model has %d rounds."
                                .formatted(round, Math.max(0, begins.length - 1)));
            }
            return begins[round + 1];
        }
        // Until 1.5 the model itself does not say how many trees a round has.
        int parallel = attributes.integer("best_ntree_limit", round + 1) / Math.max(1, round + 1);
        return ModelSize.treesOf(
                round, param.integer("num_parallel_tree", parallel), head.outputs(), count);
    }

    private Booster.Head head(Map<Integer, Inputs.Categories> categories)
            throws ModelLoadException {
        Value param = learner.get("learner_model_param");
        int features = param.get("num_feature").integer();
        int classes = param.integer("num_class", 0);
        int targets = param.integer("num_target", 1);
        Objective objective = Objective.of(learner.get("objective").get("name").text());
        int outputs = ModelSize.outputs(features, classes, targets);
        for (int feature : categories.keySet()) {
            if (feature >= features) {
                throw new ModelLoadException(
                        "cats: feature %d has categories, but there are %d features."
                                .formatted(feature, features));
            }
        }
        return new Booster.Head(
                features,
                names(features),
                categories,
                outputs,
                base(param.get("base_score").text(), outputs),
                false,
                objective);
    }

    private @Nullable List<String> names(int features) throws ModelLoadException {
        if (!learner.has("feature_names") || learner.get("feature_names").size() == 0) {
            return null;
        }
        Value list = learner.get("feature_names");
        String[] names = new String[list.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = list.item(i).text();
        }
        if (names.length != features || new HashSet<>(List.of(names)).size() != features) {
            throw new ModelLoadException(
                    "feature_names has %d names; num_feature is %d, and no two may be the same."
                            .formatted(names.length, features));
        }
        return List.of(names);
    }

    /** A number, or since 3.1 a list of them, as a text. */
    private static float[] base(String text, int outputs) throws ModelLoadException {
        String list = text.strip();
        boolean many = list.startsWith("[") && list.endsWith("]");
        String[] words = (many ? list.substring(1, list.length() - 1) : list).split(",", -1);
        if (words.length != 1 && words.length != outputs) {
            throw new ModelLoadException(
                    "base_score has %d numbers; the model has %d outputs."
                            .formatted(words.length, outputs));
        }
        float[] base = new float[words.length];
        for (int i = 0; i < base.length; i++) {
            base[i] = number(words[i].strip());
        }
        return base;
    }

    private static float number(String word) throws ModelLoadException {
        boolean plain =
                !word.isEmpty() && word.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
        try {
            if (plain) {
                return finite("base_score", 0, Float.parseFloat(word));
            }
        } catch (NumberFormatException malformed) {
            throw new ModelLoadException(
                    "base_score: '%s' is not a number.".formatted(Texts.excerpt(word)), malformed);
        }
        throw new ModelLoadException(
                "base_score: '%s' is not a number.".formatted(Texts.excerpt(word)));
    }

    private static float finite(String place, int index, double number) throws ModelLoadException {
        float value = (float) number;
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            throw new ModelLoadException(
                    "%s[%d]: %s is not a number that can be added up."
                            .formatted(place, index, value));
        }
        return value;
    }

    /**
     * Texts of categories, which XGBoost 3.1 and newer keep: for each feature the texts in the
     * order of their codes, in one run of UTF-8 bytes. Categories that are numbers are left out:
     * plain numbers are codes, in XGBoost too.
     */
    private static Map<Integer, Inputs.Categories> texts(Value model) throws ModelLoadException {
        Map<Integer, Inputs.Categories> categories = new HashMap<>();
        if (model.has("cats") && model.get("cats").has("enc")) {
            Value encodings = model.get("cats").get("enc");
            for (int feature = 0; feature < encodings.size(); feature++) {
                Value encoding = encodings.item(feature);
                if (encoding.has("offsets") && encoding.get("offsets").size() > 1) {
                    categories.put(
                            feature, Inputs.Categories.closed(TextCategories.read(encoding)));
                }
            }
        }
        return categories;
    }
}
