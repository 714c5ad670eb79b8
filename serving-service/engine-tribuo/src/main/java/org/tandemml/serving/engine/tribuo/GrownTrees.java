package org.tandemml.serving.engine.tribuo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.Tree;
import org.tandemml.serving.engine.trees.TreeKernel;
import org.tandemml.serving.engine.tribuo.Combinations.Means;
import org.tandemml.serving.engine.tribuo.Combinations.Votes;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.VariableIDInfo;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.IndependentRegressionTreeModel;

/**
 * Collects Tribuo's trees as ours. A row of Tribuo goes right where its value is greater than the
 * threshold; an absent feature is 0.
 */
final class GrownTrees {
    private final Features features;
    private final List<String> outputs;
    private final List<Tree> trees = new ArrayList<>();

    /**
     * @param outputs labels, or names of a regression's outputs, in the order of the answers
     */
    GrownTrees(Features features, List<String> outputs) {
        this.features = features;
        this.outputs = outputs;
    }

    /** A tree as ours, and Tribuo's leaves by the numbers of ours. */
    private record Numbered<T extends Output<T>>(Tree tree, List<LeafNode<T>> leaves) {}

    /** How many trees were added. */
    int size() {
        return trees.size();
    }

    /** The kernel of all trees that were added. */
    TreeKernel kernel() throws ModelLoadException {
        // It is asked for leaves, not for sums; the leaves add their numbers so that the kernel's
        // own check tells them apart.
        return TreeKernel.compile(
                new Ensemble(features.size(), 1, trees, new double[1], Ensemble.Precision.DOUBLE));
    }

    /** Adds a classification tree; null if it is none that can be taken. */
    @Nullable Votes addVotes(Model<Label> model) throws ModelLoadException {
        int[] ids = ids(model.getFeatureIDMap());
        if (!(model instanceof TreeModel<Label> tree) || ids == null) {
            return null;
        }
        List<LeafNode<Label>> leaves = add(tree.getRoot(), ids);
        if (leaves == null) {
            return null;
        }
        int[] label = new int[leaves.size()];
        int[][] labels = new int[leaves.size()][];
        double[][] scores = new double[leaves.size()][];
        for (int leaf = 0; leaf < label.length; leaf++) {
            label[leaf] = outputs.indexOf(leaves.get(leaf).getOutput().getLabel());
            List<Label> distribution = List.copyOf(leaves.get(leaf).getDistribution().values());
            labels[leaf] =
                    distribution.stream().mapToInt(of -> outputs.indexOf(of.getLabel())).toArray();
            scores[leaf] = distribution.stream().mapToDouble(Label::getScore).toArray();
            if (Arrays.stream(labels[leaf]).anyMatch(index -> index < 0)) {
                return null;
            }
        }
        return new Votes(label, labels, scores);
    }

    /** Adds the trees of a regression; null if there are none that can be taken. */
    @Nullable List<Means> addMeans(Model<Regressor> model) throws ModelLoadException {
        int[] ids = ids(model.getFeatureIDMap());
        if (!(model instanceof TreeModel<Regressor> tree) || ids == null) {
            return null;
        }
        List<Means> all = new ArrayList<>();
        List<Node<Regressor>> roots =
                tree instanceof IndependentRegressionTreeModel independent
                        ? List.copyOf(independent.getRoots().values())
                        : List.of(tree.getRoot());
        for (Node<Regressor> root : roots) {
            List<LeafNode<Regressor>> leaves = add(root, ids);
            Means means = leaves == null ? null : means(leaves);
            if (means == null) {
                return null;
            }
            all.add(means);
        }
        int width = all.stream().mapToInt(Means::width).sum();
        return width == outputs.size() ? all : null;
    }

    /** Leaves that all speak of the same outputs, one or all. */
    private @Nullable Means means(List<LeafNode<Regressor>> leaves) {
        List<String> names = List.of(leaves.get(0).getOutput().getNames());
        int output = names.equals(outputs) ? 0 : outputs.indexOf(names.get(0));
        if (output < 0 || names.size() != 1 && !names.equals(outputs)) {
            return null;
        }
        double[] values = new double[leaves.size() * names.size()];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            Regressor regressor = leaves.get(leaf).getOutput();
            if (!names.equals(List.of(regressor.getNames()))) {
                return null;
            }
            System.arraycopy(regressor.getValues(), 0, values, leaf * names.size(), names.size());
        }
        return new Means(output, values, names.size());
    }

    /** Our feature ids by those of a model; null if it knows other features than ours. */
    private int @Nullable [] ids(ImmutableFeatureMap map) {
        Map<String, Integer> ours = new HashMap<>();
        String[] names = features.names();
        for (int id = 0; id < names.length; id++) {
            ours.put(names[id], id);
        }
        int[] ids = new int[map.size()];
        for (VariableInfo info : map) {
            int theirs = ((VariableIDInfo) info).getID();
            Integer id = ours.get(info.getName());
            if (id == null || theirs < 0 || theirs >= ids.length) {
                return null;
            }
            ids[theirs] = id;
        }
        return ids.length == names.length ? ids : null;
    }

    /** Adds a tree; null if it does not compare numbers. */
    private <T extends Output<T>> @Nullable List<LeafNode<T>> add(Node<T> root, int[] ids)
            throws ModelLoadException {
        Numbered<T> numbered = number(root, ids);
        if (numbered == null) {
            return null;
        }
        trees.add(numbered.tree());
        return numbered.leaves();
    }

    /** Numbers splits and leaves level by level. */
    private <T extends Output<T>> @Nullable Numbered<T> number(Node<T> root, int[] ids)
            throws ModelLoadException {
        List<SplitNode<T>> splits = new ArrayList<>();
        List<LeafNode<T>> leaves = new ArrayList<>();
        List<int[]> children = new ArrayList<>();
        Deque<SplitNode<T>> open = new ArrayDeque<>();
        place(root, splits, leaves, open);
        while (!open.isEmpty()) {
            SplitNode<T> split = open.remove();
            children.add(
                    new int[] {
                        place(split.getLessThanOrEqual(), splits, leaves, open),
                        place(split.getGreaterThan(), splits, leaves, open)
                    });
        }
        Tree.Splits to = Tree.Splits.of(splits.size());
        for (int i = 0; i < splits.size(); i++) {
            SplitNode<T> split = splits.get(i);
            double threshold = split.splitValue();
            if (Double.isNaN(threshold)
                    || split.getFeatureID() < 0
                    || split.getFeatureID() >= ids.length) {
                return null;
            }
            to.feature()[i] = ids[split.getFeatureID()];
            to.threshold()[i] = threshold;
            to.left()[i] = children.get(i)[0];
            to.right()[i] = children.get(i)[1];
            to.missingLeft()[i] = 0 <= threshold;
        }
        double[] numbers = new double[leaves.size()];
        Arrays.setAll(numbers, leaf -> leaf);
        String name = "Tree " + trees.size();
        return new Numbered<>(
                new Tree(name, features.size(), to, Tree.Leaves.of(numbers), 0), leaves);
    }

    private static <T extends Output<T>> int place(
            Node<T> node,
            List<SplitNode<T>> splits,
            List<LeafNode<T>> leaves,
            Deque<SplitNode<T>> open) {
        if (node instanceof SplitNode<T> split) {
            splits.add(split);
            open.add(split);
            return splits.size() - 1;
        }
        leaves.add((LeafNode<T>) node);
        return ~(leaves.size() - 1);
    }
}
