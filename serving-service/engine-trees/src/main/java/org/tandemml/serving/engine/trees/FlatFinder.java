package org.tandemml.serving.engine.trees;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees of any size as one flat array, walked from the root. A node is two words, so that a step
 * touches one line of the cache, and its left child is the next node. Four walks go on at a time,
 * for what each waits for is memory: of four trees where there is one row, of four rows in one tree
 * where there are many, so that the tree stays in the cache.
 */
final class FlatFinder implements LeafFinder {
    private static final int LANES = 4;

    // A node's second word: how far its right child is, or the place of the leaf; then these.
    private static final long SPLIT = 1L << 31;
    private static final long MISSING_LEFT = 1L << 30;
    private static final int FEATURE = (1 << 30) - 1;

    private final int[] roots;

    /** Where the places of each tree begin, one a leaf; one more at the end. */
    private final int[] firstPlaces;

    private final int[] leaves;
    private final long[] nodes;
    private final long @Nullable [] @Nullable [] categories;

    /** Whether all splits compare with a finite number. */
    private final boolean plain;

    /** Numbers of a row that are looked at. */
    private final int columns;

    FlatFinder(List<Tree> trees) {
        int count = trees.stream().mapToInt(tree -> 2 * tree.splits() + 1).sum();
        roots = new int[trees.size()];
        firstPlaces = new int[trees.size() + 1];
        leaves = new int[count - trees.stream().mapToInt(Tree::splits).sum()];
        nodes = new long[2 * count];
        long[] @Nullable [] sets = new long[count][];
        int next = 0;
        int highest = -1;
        boolean finite = true;
        boolean any = false;
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = next;
            firstPlaces[tree + 1] = firstPlaces[tree] + trees.get(tree).leaves();
            next = lay(trees.get(tree), next, firstPlaces[tree], sets);
            Tree.Splits splits = trees.get(tree).split();
            for (int split = 0; split < trees.get(tree).splits(); split++) {
                highest = Math.max(highest, splits.feature()[split]);
                finite &= Double.isFinite(splits.threshold()[split]);
                any |= splits.categories()[split] != null;
            }
        }
        categories = any ? sets : null;
        plain = finite && !any;
        columns = highest + 1;
    }

    /** Writes the nodes of a tree, each before its left branch and that before its right one. */
    private int lay(Tree tree, int first, int firstPlace, long[] @Nullable [] sets) {
        Tree.Splits splits = tree.split();
        Deque<int[]> open = new ArrayDeque<>();
        open.push(new int[] {tree.splits() == 0 ? ~0 : 0, -1});
        int next = first;
        int place = firstPlace;
        while (!open.isEmpty()) {
            int[] here = open.pop();
            int split = here[0];
            int parent = here[1];
            if (parent >= 0) {
                nodes[2 * parent + 1] |= (long) (next - parent) << 32;
            }
            if (split < 0) {
                nodes[2 * next + 1] = (long) place << 32;
                leaves[place++] = ~split;
            } else {
                nodes[2 * next] = Double.doubleToRawLongBits(splits.threshold()[split]);
                nodes[2 * next + 1] =
                        SPLIT
                                | (splits.missingLeft()[split] ? MISSING_LEFT : 0)
                                | splits.feature()[split];
                sets[next] = splits.categories()[split];
                open.push(new int[] {splits.right()[split], next});
                open.push(new int[] {splits.left()[split], -1});
            }
            next++;
        }
        return next;
    }

    @Override
    public int[] firstPlaces() {
        return firstPlaces;
    }

    @Override
    public int[] leaves() {
        return leaves;
    }

    @Override
    public Room room(int rows) {
        return new Room(new long[0], new int[0]);
    }

    @Override
    public void find(double[] rows, int from, int[] exits, Room room) {
        int tree = 0;
        if (plain && isFinite(rows, from)) {
            for (; tree + LANES <= roots.length; tree += LANES) {
                int a = roots[tree];
                int b = roots[tree + 1];
                int c = roots[tree + 2];
                int d = roots[tree + 3];
                walk(rows, a, from, b, from, c, from, d, from, exits, tree);
            }
        }
        for (; tree < roots.length; tree++) {
            exits[tree] = walk(roots[tree], rows, from);
        }
    }

    @Override
    public void findAll(double[] rows, int count, int width, int[] exits, int stride, Room room) {
        long others = 0;
        for (int row = 0; row < count; row++) {
            // A block has fewer rows than a long has bits.
            others |= plain && isFinite(rows, row * width) ? 0 : 1L << row;
        }
        for (int tree = 0; tree < roots.length; tree++) {
            int root = roots[tree];
            int to = tree * stride;
            int row = 0;
            while (row < count) {
                if (row + LANES <= count && (others >>> row & (1 << LANES) - 1) == 0) {
                    int a = row * width;
                    int b = a + width;
                    int c = b + width;
                    int d = c + width;
                    walk(rows, root, a, root, b, root, c, root, d, exits, to + row);
                    row += LANES;
                } else {
                    exits[to + row] = walk(root, rows, row * width);
                    row++;
                }
            }
        }
    }

    private boolean isFinite(double[] rows, int from) {
        double sum = 0;
        for (int i = from; i < from + columns; i++) {
            // NaN for what is missing or infinite, else 0.
            sum += rows[i] * 0;
        }
        return sum == 0;
    }

    /** Four walks, from a node each with a finite row each; leaves are set one after the other. */
    private void walk(
            double[] rows,
            int firstA,
            int rowA,
            int firstB,
            int rowB,
            int firstC,
            int rowC,
            int firstD,
            int rowD,
            int[] exits,
            int to) {
        int a = firstA;
        int b = firstB;
        int c = firstC;
        int d = firstD;
        while (true) {
            int nextA = a + step(a, rows, rowA);
            int nextB = b + step(b, rows, rowB);
            int nextC = c + step(c, rows, rowC);
            int nextD = d + step(d, rows, rowD);
            if ((nextA ^ a | nextB ^ b | nextC ^ c | nextD ^ d) == 0) {
                break;
            }
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        }
        exits[to] = leaf(a);
        exits[to + 1] = leaf(b);
        exits[to + 2] = leaf(c);
        exits[to + 3] = leaf(d);
    }

    /**
     * How far the child is that a finite row goes to, 0 from a leaf. Without branches, which could
     * not be predicted: a difference of finite numbers is negative where the value is larger.
     */
    private int step(int node, double[] rows, int from) {
        long second = nodes[2 * node + 1];
        double value = rows[from + ((int) second & FEATURE)];
        double below = Double.longBitsToDouble(nodes[2 * node]) - value;
        int right = (int) (Double.doubleToRawLongBits(below) >> 63);
        int split = (int) second >> 31;
        return split & (right & (int) (second >>> 32) | ~right & 1);
    }

    private int leaf(int node) {
        return (int) (nodes[2 * node + 1] >>> 32);
    }

    /** One walk, with a row of any numbers. */
    private int walk(int root, double[] rows, int from) {
        int at = root;
        while (true) {
            long second = nodes[2 * at + 1];
            if ((second & SPLIT) == 0) {
                return leaf(at);
            }
            double value = rows[from + ((int) second & FEATURE)];
            boolean left;
            if (value != value) {
                left = (second & MISSING_LEFT) != 0;
            } else if (categories != null && categories[at] != null) {
                left = Tree.contains(categories[at], value);
            } else {
                left = value <= Double.longBitsToDouble(nodes[2 * at]);
            }
            at += left ? 1 : (int) (second >>> 32);
        }
    }
}
