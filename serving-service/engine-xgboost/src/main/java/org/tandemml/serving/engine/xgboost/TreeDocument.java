package org.tandemml.serving.engine.xgboost;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Tree;

/** Reads one tree of a model document. */
final class TreeDocument {
    private final Value tree;
    private final String name;
    private final ModelSize budget;
    private final Value param;
    private final int nodes;

    TreeDocument(Value tree, String name, ModelSize budget) throws ModelLoadException {
        this.tree = tree;
        this.name = name;
        this.budget = budget;
        param = tree.get("tree_param");
        nodes = param.get("num_nodes").integer();
        if (nodes < 1 || nodes > 2 * Tree.MAX_LEAVES) {
            throw new ModelLoadException(
                    "%s: num_nodes is %d; it must lie between 1 and %d."
                            .formatted(name, nodes, 2 * Tree.MAX_LEAVES));
        }
    }

    NodeArrays read(int outputs) throws ModelLoadException {
        double[] missing = tree.get("default_left").numbers(nodes);
        boolean[] defaultLeft = new boolean[nodes];
        for (int i = 0; i < nodes; i++) {
            defaultLeft[i] = missing[i] != 0;
        }
        return new NodeArrays(
                name,
                tree.get("left_children").integers(nodes),
                tree.get("right_children").integers(nodes),
                tree.get("split_indices").integers(nodes),
                tree.get("split_conditions").numbers(nodes),
                defaultLeft,
                categories(),
                vectors(outputs));
    }

    private NodeArrays.@Nullable LeafVectors vectors(int outputs) throws ModelLoadException {
        int width = param.integer("size_leaf_vector", 1);
        if (width <= 1) {
            return null;
        }
        if (width != outputs) {
            throw new ModelLoadException(
                    "%s: size_leaf_vector is %d, but the model has %d outputs."
                            .formatted(name, width, outputs));
        }
        boolean byLeaf = tree.has("leaf_weights");
        return new NodeArrays.LeafVectors(
                tree.get(byLeaf ? "leaf_weights" : "base_weights").numbers(), width, !byLeaf);
    }

    private long @Nullable [][] categories() throws ModelLoadException {
        long[][] sets = new long[nodes][];
        if (!tree.has("split_type")) {
            return sets;
        }
        int[] types = tree.get("split_type").integers(nodes);
        int[] at = list("categories_nodes");
        int[] begins = list("categories_segments");
        int[] sizes = list("categories_sizes");
        int[] categories = list("categories");
        if (begins.length != at.length || sizes.length != at.length) {
            throw new ModelLoadException(
                    "%s: categories_nodes, categories_segments and categories_sizes have %d, %d and %d entries; they must have the same."
                            .formatted(name, at.length, begins.length, sizes.length));
        }
        for (int i = 0; i < at.length; i++) {
            int node = at[i];
            if (node < 0 || node >= nodes || types[node] != 1 || sets[node] != null) {
                throw new ModelLoadException(
                        "%s: categories_nodes[%d] is %d, which is no categorical split of its own."
                                .formatted(name, i, node));
            }
            sets[node] = set(node, begins[i], sizes[i], categories);
        }
        for (int node = 0; node < nodes; node++) {
            if (types[node] != 0 && sets[node] == null) {
                throw new ModelLoadException(
                        "%s, node %d: its split_type is %d, but it has no categories."
                                .formatted(name, node, types[node]));
            }
        }
        return sets;
    }

    private int[] list(String key) throws ModelLoadException {
        return tree.has(key) ? tree.get(key).integers() : new int[0];
    }

    private long[] set(int node, int begin, int size, int[] categories) throws ModelLoadException {
        if (begin < 0 || size < 0 || (long) begin + size > categories.length) {
            throw new ModelLoadException(
                    "%s, node %d: categories %d to %d do not exist, there are %d."
                            .formatted(name, node, begin, (long) begin + size, categories.length));
        }
        int largest = -1;
        for (int i = begin; i < begin + size; i++) {
            if (categories[i] < 0 || categories[i] >= ModelSize.MAX_CATEGORIES) {
                throw new ModelLoadException(
                        "%s, node %d: the category %d must lie between 0 and %d."
                                .formatted(
                                        name, node, categories[i], ModelSize.MAX_CATEGORIES - 1));
            }
            largest = Math.max(largest, categories[i]);
        }
        int words = (largest + 64) / 64;
        budget.takeCategories(name, node, words);
        long[] bits = new long[words];
        for (int i = begin; i < begin + size; i++) {
            bits[categories[i] / 64] |= 1L << categories[i];
        }
        return bits;
    }
}
