package org.tandemml.serving.engine.xgboost;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.trees.Inputs;

/**
 * A booster, whatever form it was read from.
 *
 * @param head what all kinds have
 * @param trees the trees of {@code gbtree} and {@code dart}; empty for {@code gblinear}
 * @param treeInfo the output of each tree
 * @param weights by tree, what {@code dart} multiplies its leaves with; null for others
 * @param bestTrees how many trees the best iteration has; all, if there is none
 * @param linear the weights of {@code gblinear}, feature by feature, the bias last; null for others
 */
record Booster(
        Head head,
        List<NodeArrays> trees,
        int[] treeInfo,
        double @Nullable [] weights,
        int bestTrees,
        double @Nullable [] linear) {

    /**
     * What all boosters have.
     *
     * @param features how many
     * @param names of the features; null if there are none
     * @param categories texts or numbers that stand for codes, by feature
     * @param outputs how many sums
     * @param base one for each output or one for all, as the file has it
     * @param baseIsMargin whether it needs no link any more
     */
    record Head(
            int features,
            @Nullable List<String> names,
            Map<Integer, Inputs.Categories> categories,
            int outputs,
            double[] base,
            boolean baseIsMargin,
            Objective objective) {}
}
