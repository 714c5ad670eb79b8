package org.tandemml.serving.engine.sklearn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.trees.Tree;

/**
 * A decision tree as scikit-learn stores it.
 *
 * @param left child of each node; negative at leaves
 * @param right the other one
 * @param feature compared at each node
 * @param threshold the largest value that goes left
 * @param missingLeft where NaN goes
 * @param values nodes x width
 * @param width numbers a node
 * @param samples how many rows of the training data reached each node
 * @param takesMissing whether this version of scikit-learn knows missing values in trees
 */
record SklearnTree(
        int[] left,
        int[] right,
        int[] feature,
        double[] threshold,
        boolean[] missingLeft,
        double[] values,
        int width,
        double[] samples,
        boolean takesMissing) {

    /** The tree of a DecisionTree or ExtraTree. */
    static SklearnTree of(PyObject estimator) throws ModelLoadException {
        PyObject tree = estimator.object("tree_");
        PyArray nodes = tree.array("nodes");
        String where = tree.where("nodes");
        int[] left = nodes.field("left_child", where).ints(where);
        boolean takesMissing = nodes.hasField("missing_go_to_left");
        boolean[] missingLeft = new boolean[left.length];
        if (takesMissing) {
            double[] flags = nodes.field("missing_go_to_left", where).doubles(where);
            for (int i = 0; i < flags.length; i++) {
                missingLeft[i] = flags[i] != 0;
            }
        }
        PyArray values = tree.array("values");
        if (left.length == 0 || values.size() % left.length != 0 || values.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s and values do not fit together.".formatted(where));
        }
        return new SklearnTree(
                left,
                nodes.field("right_child", where).ints(where),
                nodes.field("feature", where).ints(where),
                nodes.field("threshold", where).doubles(where),
                missingLeft,
                values.doubles(tree.where("values")),
                values.size() / left.length,
                nodes.field("n_node_samples", where).doubles(where),
                takesMissing);
    }

    int nodes() {
        return left.length;
    }

    boolean isLeaf(int node) {
        return left[node] < 0;
    }

    /** Divides the values of each node, so many of them at a time, by their sum. */
    void normalise(int together) {
        Maths.normalise(values, together, 0);
    }

    /**
     * The tree in the kernel's form.
     *
     * @param columns how many columns rows have
     * @param places the column of each feature; null where they are the same
     * @param each what the leaves add: nodes x wide
     */
    Tree kernelTree(
            String name, int columns, int @Nullable [] places, double[] each, int wide, int output)
            throws ModelLoadException {
        int[] number = new int[nodes()];
        int splits = 0;
        int leaves = 0;
        for (int node = 0; node < nodes(); node++) {
            number[node] = isLeaf(node) ? leaves++ : splits++;
        }
        Tree.Splits form = Tree.Splits.of(splits);
        double[] added = new double[leaves * wide];
        for (int node = 0; node < nodes(); node++) {
            int at = number[node];
            if (isLeaf(node)) {
                System.arraycopy(each, node * wide, added, at * wide, wide);
                continue;
            }
            form.feature()[at] = place(name, places, feature[node]);
            form.threshold()[at] = threshold[node];
            form.left()[at] = child(name, number, left[node]);
            form.right()[at] = child(name, number, right[node]);
            form.missingLeft()[at] = missingLeft[node];
        }
        return new Tree(name, columns, form, new Tree.Leaves(added, wide, null), output);
    }

    private static int place(String name, int @Nullable [] places, int feature)
            throws ModelLoadException {
        if (places == null) {
            return feature;
        }
        if (feature < 0 || feature >= places.length) {
            throw new ModelLoadException("%s: feature %d does not exist.".formatted(name, feature));
        }
        return places[feature];
    }

    private int child(String name, int[] number, int child) throws ModelLoadException {
        if (child < 0 || child >= number.length) {
            throw new ModelLoadException("%s: node %d does not exist.".formatted(name, child));
        }
        return isLeaf(child) ? ~number[child] : number[child];
    }

    /** Depth of each node: the root has 1. */
    double[] depths(String name) throws ModelLoadException {
        double[] depths = new double[nodes()];
        depths[0] = 1;
        for (int node = 0; node < nodes(); node++) {
            for (int child : List.of(left[node], right[node])) {
                if (!isLeaf(node) && (child <= node || child >= nodes())) {
                    throw new ModelLoadException(
                            "%s: node %d leads back or nowhere.".formatted(name, node));
                }
                if (!isLeaf(node)) {
                    depths[child] = depths[node] + 1;
                }
            }
        }
        return depths;
    }
}
