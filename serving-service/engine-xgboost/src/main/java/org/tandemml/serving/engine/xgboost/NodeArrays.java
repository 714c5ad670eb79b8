package org.tandemml.serving.engine.xgboost;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Tree;

/**
 * A tree as XGBoost keeps it: splits and leaves in the same arrays, by node; node 0 is the root.
 *
 * @param name for messages
 * @param left the left child; -1 at leaves
 * @param right the right child
 * @param feature what is compared
 * @param condition the threshold of a split, the value of a leaf
 * @param defaultLeft where missing values go
 * @param categories a bit for each category that goes <em>right</em>; null at numeric splits
 * @param vectors what leaves add where they add to all outputs; null for a number a leaf
 */
record NodeArrays(
        String name,
        int[] left,
        int[] right,
        int[] feature,
        double[] condition,
        boolean[] defaultLeft,
        long @Nullable [][] categories,
        @Nullable LeafVectors vectors) {

    /**
     * Leaves that add to all outputs.
     *
     * @param values leaf by leaf
     * @param width numbers a leaf
     * @param byNode whether leaves are numbered as nodes; else a leaf's number is its right child
     */
    record LeafVectors(double[] values, int width, boolean byNode) {}

    /** Marks the features of categorical splits. */
    void markCategorical(boolean[] features) {
        for (int node = 0; node < left.length; node++) {
            if (categories[node] != null && feature[node] >= 0 && feature[node] < features.length) {
                features[feature[node]] = true;
            }
        }
    }

    /** A feature has categories or it is a number: rows are prepared for one of them. */
    void requireOneKind(boolean[] categorical) throws ModelLoadException {
        for (int node = 0; node < left.length; node++) {
            boolean split = left[node] != -1 && feature[node] >= 0;
            if (split
                    && feature[node] < categorical.length
                    && categorical[feature[node]]
                    && categories[node] == null) {
                throw new ModelLoadException(
                        "%s, node %d: feature %d has categories elsewhere, but a threshold here."
                                .formatted(name, node, feature[node]));
            }
        }
    }

    /** Turns the reachable nodes into normal form. */
    Tree tree(int features, int output, float weight) throws ModelLoadException {
        int nodes = left.length;
        if (nodes == 0) {
            throw new ModelLoadException(name + " has no nodes.");
        }
        int[] place = new int[nodes];
        Arrays.fill(place, -1);
        int[] order = new int[nodes];
        int found = 0;
        order[found++] = 0;
        place[0] = 0;
        int splits = 0;
        int leaves = 0;
        for (int next = 0; next < found; next++) {
            int node = order[next];
            if (left[node] == -1) {
                leafOnly(node);
                place[node] = ~leaves++;
                continue;
            }
            place[node] = splits++;
            for (int side = 0; side < 2; side++) {
                int child = side == 0 ? left[node] : right[node];
                if (child < 0 || child >= nodes) {
                    throw new ModelLoadException(
                            "%s, node %d: child %d does not exist, there are %d nodes."
                                    .formatted(name, node, child, nodes));
                }
                if (child == 0 || found == nodes || place[child] != -1) {
                    throw new ModelLoadException(
                            "%s, node %d: child %d is reached twice.".formatted(name, node, child));
                }
                place[child] = 0;
                order[found++] = child;
            }
        }
        return normal(order, found, place, splits, leaves, features, output, weight);
    }

    private void leafOnly(int node) throws ModelLoadException {
        if (vectors == null && right[node] != -1) {
            throw new ModelLoadException(
                    "%s, node %d: it has a right child, but no left one.".formatted(name, node));
        }
    }

    private Tree normal(
            int[] order,
            int found,
            int[] place,
            int splits,
            int leaves,
            int features,
            int output,
            float weight)
            throws ModelLoadException {
        Tree.Splits into = Tree.Splits.of(splits);
        int width = vectors == null ? 1 : vectors.width();
        double[] values = new double[Math.multiplyExact(leaves, width)];
        for (int i = 0; i < found; i++) {
            int node = order[i];
            if (place[node] < 0) {
                leaf(node, values, ~place[node] * width, weight);
            } else {
                split(node, into, place);
            }
        }
        return new Tree(name, features, into, new Tree.Leaves(values, width, null), output);
    }

    private void split(int node, Tree.Splits into, int[] place) throws ModelLoadException {
        int at = place[node];
        into.feature()[at] = feature[node];
        long[] set = categories[node];
        if (set == null) {
            float threshold = (float) condition[node];
            if (Float.isNaN(threshold) || threshold == Float.NEGATIVE_INFINITY) {
                throw new ModelLoadException(
                        "%s, node %d: the threshold %s can not be compared with."
                                .formatted(name, node, threshold));
            }
            // Of binary32 numbers, x < t are those at or below the one before t.
            into.threshold()[at] = Math.nextDown(threshold);
            into.left()[at] = place[left[node]];
            into.right()[at] = place[right[node]];
            into.missingLeft()[at] = defaultLeft[node];
        } else {
            // In XGBoost a category of the set goes right, in normal form left.
            into.categories()[at] = set;
            into.left()[at] = place[right[node]];
            into.right()[at] = place[left[node]];
            into.missingLeft()[at] = !defaultLeft[node];
        }
    }

    private void leaf(int node, double[] values, int to, float weight) throws ModelLoadException {
        LeafVectors leafVectors = vectors;
        if (leafVectors == null) {
            values[to] = finite((float) condition[node] * weight, node);
            return;
        }
        int width = leafVectors.width();
        int index = leafVectors.byNode() ? node : right[node];
        if (index < 0 || (index + 1L) * width > leafVectors.values().length) {
            throw new ModelLoadException(
                    "%s, node %d: leaf %d has no weights.".formatted(name, node, index));
        }
        for (int i = 0; i < width; i++) {
            values[to + i] = finite((float) leafVectors.values()[index * width + i] * weight, node);
        }
    }

    private double finite(float value, int node) throws ModelLoadException {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            throw new ModelLoadException(
                    "%s, node %d: the leaf's value %s is not a number."
                            .formatted(name, node, value));
        }
        return value;
    }
}
