package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pmml.PmmlTree.Missing;
import org.tandemml.serving.engine.pmml.PmmlTree.Node;
import org.tandemml.serving.engine.pmml.Predicate.Comparison;
import org.tandemml.serving.engine.pmml.Predicate.Membership;
import org.tandemml.serving.engine.trees.Tree;

/**
 * A tree of the standard as one of the tree kernel's: each child's predicate becomes a split, true
 * on one side, the next child on the other. Trees that this cannot say stay as they are: those
 * whose predicates are compound, compare whole numbers for equality, or ask several nodes.
 */
final class KernelTree {
    private static final int MAX_CHILDREN = 64;

    private final PmmlTree tree;
    private final Map<Integer, Integer> columns;
    private final List<Split> splits = new ArrayList<>();
    private final List<@Nullable Node> leaves = new ArrayList<>();
    private final boolean complete;
    private boolean asksPresence;

    /** What is known of the values on the way to a node: true where one is there. */
    private final Map<Integer, Boolean> present = new HashMap<>();

    /** A split; its branches are known when they have been laid out. */
    private static final class Split {
        private final int slot;
        private final double threshold;
        private final boolean missingLeft;
        private final long @Nullable [] categories;
        private int left;
        private int right;

        Split(int slot, double threshold, boolean missingLeft, long @Nullable [] categories) {
            this.slot = slot;
            this.threshold = threshold;
            this.missingLeft = missingLeft;
            this.categories = categories;
        }
    }

    /** How a predicate is asked of the kernel: which side is the true one. */
    private record Question(double threshold, long @Nullable [] categories, boolean leftIsTrue) {}

    private KernelTree(PmmlTree tree, Map<Integer, Integer> columns, boolean complete) {
        this.tree = tree;
        this.complete = complete;
        this.columns = columns;
    }

    /**
     * A tree and the nodes that its leaves stand for; null where a leaf answers nothing.
     *
     * @param columns the kernel's columns by slot, to which the tree's are added
     * @param complete whether the kernel sees only rows of which no value is missing
     * @throws NotCompiledException if the tree has no such form
     */
    static Laid of(PmmlTree tree, Map<Integer, Integer> columns, boolean complete)
            throws NotCompiledException {
        KernelTree laid = new KernelTree(tree, columns, complete);
        Missing missing = tree.missing();
        if (missing == Missing.WEIGH
                || missing == Missing.AGGREGATE
                || tree.root().predicate() != Predicate.ALWAYS) {
            throw new NotCompiledException("a tree of another kind");
        }
        laid.node(tree.root());
        return new Laid(laid.splits, laid.leaves, laid.asksPresence);
    }

    /** What was laid out. */
    static final class Laid {
        private final List<Split> splits;
        private final List<@Nullable Node> leaves;

        private final boolean asksPresence;

        private Laid(List<Split> splits, List<@Nullable Node> leaves, boolean asksPresence) {
            this.splits = splits;
            this.leaves = leaves;
            this.asksPresence = asksPresence;
        }

        /** Whether some splits ask only whether a value is there. */
        boolean asksPresence() {
            return asksPresence;
        }

        List<@Nullable Node> leaves() {
            return leaves;
        }

        /** The kernel's tree, whose leaves add their numbers. */
        Tree tree(String name, Map<Integer, Integer> columns) throws ModelLoadException {
            Tree.Splits to = Tree.Splits.of(splits.size());
            for (int i = 0; i < splits.size(); i++) {
                Split split = splits.get(i);
                to.feature()[i] = columns.get(split.slot);
                to.threshold()[i] = split.threshold;
                to.left()[i] = split.left;
                to.right()[i] = split.right;
                to.missingLeft()[i] = split.missingLeft;
                to.categories()[i] = split.categories;
            }
            double[] numbers = new double[leaves.size()];
            Arrays.setAll(numbers, leaf -> leaf);
            return new Tree(name, columns.size(), to, Tree.Leaves.of(numbers), 0);
        }
    }

    private int leaf(@Nullable Node node) {
        leaves.add(node);
        return ~(leaves.size() - 1);
    }

    private int node(Node node) throws NotCompiledException {
        if (node.children().length == 0) {
            return leaf(node);
        }
        if (node.children().length > MAX_CHILDREN) {
            throw new NotCompiledException("a node of many children");
        }
        if (tree.missing() == Missing.DEFAULT) {
            requireOneSlot(node);
        }
        return children(node, 0);
    }

    /** Which child a missing value leads to is only clear if all ask the same value. */
    private static void requireOneSlot(Node node) throws NotCompiledException {
        int slot = slot(node.children()[0].predicate());
        for (Node child : node.children()) {
            if (slot < 0 || slot(child.predicate()) != slot) {
                throw new NotCompiledException("a default child of several fields");
            }
        }
    }

    private static int slot(Predicate predicate) {
        return predicate instanceof Comparison comparison
                ? comparison.slot()
                : predicate instanceof Membership membership ? membership.slot() : -1;
    }

    /** The children of a node from one on. */
    private int children(Node node, int from) throws NotCompiledException {
        if (from == node.children().length) {
            return leaf(tree.returnsLast() ? node : null);
        }
        Node child = node.children()[from];
        Predicate predicate = child.predicate();
        if (predicate == Predicate.ALWAYS) {
            return node(child);
        }
        if (predicate == Predicate.NEVER) {
            return children(node, from + 1);
        }
        if (predicate instanceof Predicate.Missing missing) {
            return byPresence(node, from, missing);
        }
        int slot = slot(predicate);
        if (slot < 0) {
            throw new NotCompiledException("a compound predicate");
        }
        Boolean there = presence(slot);
        if (Boolean.FALSE.equals(there)) {
            return unknown(node, from);
        }
        Question question = question(predicate);
        boolean pair =
                from + 1 < node.children().length
                        && complements(predicate, node.children()[from + 1].predicate());
        if (pair && tree.missing() == Missing.DEFAULT && node.defaultChild() > from + 1) {
            throw new NotCompiledException("a default child that is never true");
        }
        boolean stops =
                tree.missing() == Missing.LAST
                        || tree.missing() == Missing.NULL
                        || tree.missing() == Missing.DEFAULT && node.defaultChild() < 0;
        if (there == null && (stops || pair && tree.missing() == Missing.NONE)) {
            return presence(slot, () -> children(node, from), () -> unknown(node, from));
        }
        boolean missingTrue = tree.missing() == Missing.DEFAULT && node.defaultChild() == from;
        Split split =
                split(
                        slot,
                        question.threshold(),
                        missingTrue == question.leftIsTrue(),
                        question.categories());
        int index = splits.size() - 1;
        int holds = node(child);
        int fails = pair ? node(node.children()[from + 1]) : children(node, from + 1);
        split.left = question.leftIsTrue() ? holds : fails;
        split.right = question.leftIsTrue() ? fails : holds;
        return index;
    }

    /** Goes on where the value that a child asks for is missing. */
    private int unknown(Node node, int child) throws NotCompiledException {
        return switch (tree.missing()) {
            case NONE -> children(node, child + 1);
            case LAST -> leaf(node);
            case NULL, WEIGH, AGGREGATE -> leaf(null);
            case DEFAULT ->
                    node.defaultChild() < 0
                            ? leaf(null)
                            : node(node.children()[node.defaultChild()]);
        };
    }

    private int byPresence(Node node, int from, Predicate.Missing missing)
            throws NotCompiledException {
        Node child = node.children()[from];
        Boolean there = presence(missing.slot());
        if (there != null) {
            return there != missing.missing() ? node(child) : children(node, from + 1);
        }
        return missing.missing()
                ? presence(missing.slot(), () -> children(node, from + 1), () -> node(child))
                : presence(missing.slot(), () -> node(child), () -> children(node, from + 1));
    }

    /** A branch that is laid out later. */
    private interface Branch {
        int lay() throws NotCompiledException;
    }

    private @Nullable Boolean presence(int slot) {
        return complete ? Boolean.TRUE : present.get(slot);
    }

    /** A split by whether a value is there. */
    private int presence(int slot, Branch there, Branch missing) throws NotCompiledException {
        Split split = split(slot, Double.POSITIVE_INFINITY, false, null);
        asksPresence = true;
        int index = splits.size() - 1;
        present.put(slot, true);
        split.left = there.lay();
        present.put(slot, false);
        split.right = missing.lay();
        present.remove(slot);
        return index;
    }

    private Split split(
            int slot, double threshold, boolean missingLeft, long @Nullable [] categories) {
        columns.putIfAbsent(slot, columns.size());
        Split split = new Split(slot, threshold, missingLeft, categories);
        splits.add(split);
        return split;
    }

    private static Question question(Predicate predicate) throws NotCompiledException {
        if (predicate instanceof Membership membership) {
            if (!membership.coded()) {
                throw new NotCompiledException("a set of numbers");
            }
            return new Question(0, bits(membership.sorted()), membership.inside());
        }
        Comparison comparison = (Comparison) predicate;
        double constant = comparison.constant();
        return switch (comparison.operator()) {
            case LESS_OR_EQUAL -> new Question(constant, null, true);
            case LESS -> new Question(Math.nextDown(constant), null, true);
            case GREATER -> new Question(constant, null, false);
            case GREATER_OR_EQUAL -> new Question(Math.nextDown(constant), null, false);
            case EQUAL, NOT_EQUAL -> {
                if (!comparison.coded()) {
                    throw new NotCompiledException("an equality of numbers");
                }
                boolean equal = comparison.operator() == Predicate.Operator.EQUAL;
                yield new Question(0, bits(new double[] {constant}), equal);
            }
        };
    }

    private static long[] bits(double[] codes) {
        int words = 1;
        for (double code : codes) {
            words = Math.max(words, ((int) code >>> 6) + 1);
        }
        long[] bits = new long[words];
        for (double code : codes) {
            bits[(int) code >>> 6] |= 1L << (int) code;
        }
        return bits;
    }

    /** Whether a value that is there satisfies one of two predicates and not both. */
    private static boolean complements(Predicate one, Predicate two) {
        if (one instanceof Comparison a && two instanceof Comparison b) {
            return a.slot() == b.slot()
                    && a.constant() == b.constant()
                    && switch (a.operator()) {
                        case EQUAL -> b.operator() == Predicate.Operator.NOT_EQUAL;
                        case NOT_EQUAL -> b.operator() == Predicate.Operator.EQUAL;
                        case LESS -> b.operator() == Predicate.Operator.GREATER_OR_EQUAL;
                        case LESS_OR_EQUAL -> b.operator() == Predicate.Operator.GREATER;
                        case GREATER -> b.operator() == Predicate.Operator.LESS_OR_EQUAL;
                        case GREATER_OR_EQUAL -> b.operator() == Predicate.Operator.LESS;
                    };
        }
        return one instanceof Membership a
                && two instanceof Membership b
                && a.slot() == b.slot()
                && a.inside() != b.inside()
                && Arrays.equals(a.sorted(), b.sorted());
    }
}
