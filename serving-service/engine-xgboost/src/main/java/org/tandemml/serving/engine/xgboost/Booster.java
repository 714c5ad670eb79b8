package org.tandemml.serving.engine.xgboost;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.trees.Inputs;

/**
 * A booster, whatever form it was read from.
 *
 * @param head what all kinds have
 * @param forest the trees of {@code gbtree} and {@code dart}; null for {@code gblinear}
 * @param weights the weights of {@code gblinear}: features x outputs, then a bias for each output;
 *     empty for the others
 */
record Booster(Head head, @Nullable Forest forest, float[] weights) {

    /**
     * The same booster with names for its features, if it has none. The old binary form has none.
     *
     * @param columns as many names as features, in order; others are of no use
     */
    Booster named(@Nullable List<String> columns) {
        if (head.names != null || columns == null || columns.size() != head.features) {
            return this;
        }
        return new Booster(
                new Head(
                        head.features,
                        columns,
                        head.categories,
                        head.outputs,
                        head.base,
                        head.baseIsMargin,
                        head.objective),
                forest,
                weights);
    }

    /** More features than this are refused. */
    static final int MAX_FEATURES = 1 << 20;

    /**
     * What all boosters have.
     *
     * @param features how many
     * @param names of the features; null if there are none
     * @param categories texts that stand for codes, by feature
     * @param outputs how many sums
     * @param base one for each output or one for all, as the file has it
     * @param baseIsMargin whether it needs no link any more
     */
    record Head(
            int features,
            @Nullable List<String> names,
            Map<Integer, Inputs.Categories> categories,
            int outputs,
            float[] base,
            boolean baseIsMargin,
            Objective objective) {}

    /**
     * Trees.
     *
     * @param trees in the order in which they are added
     * @param output what each tree adds to, by tree
     * @param weights what {@code dart} multiplies the leaves with, by tree; all 1 for others
     * @param best how many trees the rounds up to the best one have; all, if none is marked
     */
    record Forest(List<NodeArrays> trees, int[] output, float[] weights, int best) {}
}
