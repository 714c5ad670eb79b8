package org.tandemml.serving.engine.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Refuses tree ensembles whose branches lead in a circle: ONNX Runtime walks them without counting,
 * so that the first row that takes such a branch never comes back. It also cuts ids to 32 bits, so
 * that one which is nowhere may stand for one that is.
 */
final class TreeRules {
    static final String MODES = "nodes_modes";

    /** The mode of a node that ends the walk. */
    static final String LEAF = "LEAF";

    /** The attributes that say how nodes hang together. */
    static final Set<String> ATTRIBUTES =
            Set.of(
                    MODES,
                    "nodes_treeids",
                    "nodes_nodeids",
                    "nodes_truenodeids",
                    "nodes_falsenodeids",
                    "nodes_trueleafs",
                    "nodes_falseleafs");

    private static final Set<String> OPERATORS =
            Set.of("TreeEnsembleClassifier", "TreeEnsembleRegressor");
    private static final int NONE = -1;
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final Node node;
    private final int[][] branches;

    private TreeRules(Node node, int[][] branches) {
        this.node = node;
        this.branches = branches;
    }

    static void check(Node node) throws ModelLoadException {
        if (OPERATORS.contains(node.op())) {
            new TreeRules(node, branchesById(node)).requireEnds();
        } else if (node.op().equals("TreeEnsemble")) {
            new TreeRules(node, branchesByPosition(node)).requireEnds();
        }
    }

    /** Branches that name a node of the same tree by its id. */
    private static int[][] branchesById(Node node) throws ModelLoadException {
        double[] ids = list(node, "nodes_nodeids", -1);
        double[] trees = list(node, "nodes_treeids", ids.length);
        double[] leaves = list(node, MODES, ids.length);
        double[] whenTrue = list(node, "nodes_truenodeids", ids.length);
        double[] whenFalse = list(node, "nodes_falsenodeids", ids.length);
        Map<NodeId, Integer> positions = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (positions.put(new NodeId(trees[i], ids[i]), i) != null) {
                throw refused(node, "its tree %.0f has two nodes %.0f".formatted(trees[i], ids[i]));
            }
        }
        int[][] branches = new int[2][ids.length];
        for (int i = 0; i < ids.length; i++) {
            boolean leaf = leaves[i] != 0;
            branches[0][i] = leaf ? NONE : branch(node, positions, trees[i], whenTrue[i]);
            branches[1][i] = leaf ? NONE : branch(node, positions, trees[i], whenFalse[i]);
        }
        return branches;
    }

    private static int branch(Node node, Map<NodeId, Integer> positions, double tree, double id)
            throws ModelLoadException {
        Integer position = positions.get(new NodeId(tree, id));
        if (position == null) {
            throw refused(
                    node,
                    "a branch of its tree %.0f leads to the node %.0f, which is not there"
                            .formatted(tree, id));
        }
        return position;
    }

    private record NodeId(double tree, double node) {}

    /** Branches that name a node or a leaf by its position. */
    private static int[][] branchesByPosition(Node node) throws ModelLoadException {
        double[] whenTrue = list(node, "nodes_truenodeids", -1);
        double[] whenFalse = list(node, "nodes_falsenodeids", whenTrue.length);
        double[] trueLeaves = list(node, "nodes_trueleafs", whenTrue.length);
        double[] falseLeaves = list(node, "nodes_falseleafs", whenTrue.length);
        int[][] branches = new int[2][whenTrue.length];
        for (int i = 0; i < whenTrue.length; i++) {
            branches[0][i] = position(node, whenTrue[i], trueLeaves[i], whenTrue.length);
            branches[1][i] = position(node, whenFalse[i], falseLeaves[i], whenTrue.length);
        }
        return branches;
    }

    private static int position(Node node, double branch, double leaf, int nodes)
            throws ModelLoadException {
        if (leaf != 0) {
            return NONE;
        }
        if (branch < 0 || branch >= nodes) {
            throw refused(node, "a branch leads to the node %.0f of %d".formatted(branch, nodes));
        }
        return (int) branch;
    }

    private static double[] list(Node node, String attribute, int length)
            throws ModelLoadException {
        double[] numbers = node.numbers(attribute);
        if (numbers == null) {
            throw refused(node, "its attribute %s is absent or too long".formatted(attribute));
        }
        if (length >= 0 && numbers.length != length) {
            throw refused(
                    node,
                    "its attribute %s has %d entries for %d nodes"
                            .formatted(attribute, numbers.length, length));
        }
        return numbers;
    }

    /** Walks from every node; one that is met again before its walk has ended is in a circle. */
    private void requireEnds() throws ModelLoadException {
        int nodes = branches[0].length;
        byte[] state = new byte[nodes];
        byte[] taken = new byte[nodes];
        int[] path = new int[nodes];
        for (int start = 0; start < nodes; start++) {
            if (state[start] == DONE) {
                continue;
            }
            int depth = 0;
            path[0] = start;
            state[start] = OPEN;
            while (depth >= 0) {
                int at = path[depth];
                if (taken[at] == branches.length) {
                    state[at] = DONE;
                    depth--;
                    continue;
                }
                int next = branches[taken[at]++][at];
                if (next == NONE || state[next] == DONE) {
                    continue;
                }
                if (state[next] == OPEN) {
                    throw refused(
                            node,
                            "from its node %d the branches lead back to that node".formatted(next));
                }
                state[next] = OPEN;
                path[++depth] = next;
            }
        }
    }

    private static ModelLoadException refused(Node node, String why) {
        return new ModelLoadException(
                "The ONNX graph's operator '%s' is refused: %s."
                        .formatted(Texts.excerpt(node.op()), why));
    }
}
