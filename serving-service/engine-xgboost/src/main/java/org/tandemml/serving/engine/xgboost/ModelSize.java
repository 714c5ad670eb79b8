package org.tandemml.serving.engine.xgboost;

import org.tandemml.serving.engine.ModelLoadException;

/** How much a model may ask for: every number of a file is held against these first. */
final class ModelSize {
    /** The largest category that XGBoost itself takes, and one. */
    static final int MAX_CATEGORIES = 1 << 24;

    private static final int MAX_OUTPUTS = 1 << 16;
    private static final int FREE_OUTPUTS = 256;
    private static final long MAX_CATEGORY_WORDS = 1L << 23;

    private long categoryWords;

    /** Counts the memory of a bit set before it is made. */
    void takeCategories(String tree, int node, int words) throws ModelLoadException {
        categoryWords += words;
        if (categoryWords > MAX_CATEGORY_WORDS) {
            throw new ModelLoadException(
                    "%s, node %d: the sets of categories of this model take more than the %d MiB that are given to them."
                            .formatted(tree, node, MAX_CATEGORY_WORDS >> 17));
        }
    }

    /** How many sums a row has. */
    static int outputs(int features, int classes, int targets) throws ModelLoadException {
        if (features < 1 || features > Booster.MAX_FEATURES) {
            throw new ModelLoadException(
                    "num_feature is %d; it must lie between 1 and %d."
                            .formatted(features, Booster.MAX_FEATURES));
        }
        int outputs = Math.max(1, Math.max(classes, targets));
        if (classes < 0 || targets < 0 || outputs > MAX_OUTPUTS) {
            throw new ModelLoadException(
                    "num_class is %d and num_target is %d; at most %d are read."
                            .formatted(classes, targets, MAX_OUTPUTS));
        }
        return outputs;
    }

    /** Many outputs that few trees can feed are a claim, not a model. */
    static void requireOutputs(int outputs, int trees) throws ModelLoadException {
        if (outputs > Math.max(trees, FREE_OUTPUTS)) {
            throw new ModelLoadException(
                    "The XGBoost model has %d outputs, but only %d trees."
                            .formatted(outputs, trees));
        }
    }

    static void requireOutput(int output, int tree, int outputs) throws ModelLoadException {
        if (output < 0 || output >= outputs) {
            throw new ModelLoadException(
                    "Tree %d: tree_info is %d; there are %d outputs."
                            .formatted(tree, output, outputs));
        }
    }

    /** How many trees the rounds up to one have, that one included. */
    static int treesOf(int round, int parallel, int outputs, int trees) throws ModelLoadException {
        long count = (round + 1L) * parallel * outputs;
        if (round < 0 || parallel < 1 || count > trees) {
            throw new ModelLoadException(
                    "best_iteration is %d with %d trees for each of %d outputs, but the XGBoost model has %d trees."
                            .formatted(round, parallel, outputs, trees));
        }
        return (int) count;
    }
}
