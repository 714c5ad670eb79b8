package org.tandemml.serving.engine.trees;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees of any size as flat arrays, walked from the root. For many rows a tree is walked by all of
 * them before the next one, so that it stays in the cache.
 */
final class FlatFinder implements LeafFinder {
    private static final byte MISSING_RIGHT = 0;
    private static final byte MISSING_LEFT = 1;
    private static final byte CATEGORIES = 2;

    private final int[] roots;
    private final int[] feature;
    private final double[] threshold;
    private final int[] children;
    private final byte[] kind;
    private final boolean[] missingLeft;
    private final long @Nullable [][] categories;

    FlatFinder(List<Tree> trees) {
        int splits = trees.stream().mapToInt(Tree::splits).sum();
        roots = new int[trees.size()];
        feature = new int[splits];
        threshold = new double[splits];
        children = new int[2 * splits];
        kind = new byte[splits];
        missingLeft = new boolean[splits];
        categories = new long[splits][];
        int next = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = trees.get(tree).splits() == 0 ? ~0 : next;
            next = lay(trees.get(tree), next);
        }
    }

    private int lay(Tree tree, int base) {
        Tree.Splits from = tree.split();
        int count = tree.splits();
        for (int split = 0; split < count; split++) {
            int at = base + split;
            feature[at] = from.feature()[split];
            threshold[at] = from.threshold()[split];
            children[2 * at] = moved(from.left()[split], base);
            children[2 * at + 1] = moved(from.right()[split], base);
            missingLeft[at] = from.missingLeft()[split];
            categories[at] = from.categories()[split];
            kind[at] =
                    categories[at] != null
                            ? CATEGORIES
                            : missingLeft[at] ? MISSING_LEFT : MISSING_RIGHT;
        }
        return base + count;
    }

    private static int moved(int child, int base) {
        return child < 0 ? child : child + base;
    }

    @Override
    public void find(double[] rows, int from, int[] exits, long[] bits) {
        for (int tree = 0; tree < roots.length; tree++) {
            exits[tree] = walk(roots[tree], rows, from);
        }
    }

    @Override
    public void findAll(double[] rows, int count, int width, int[] exits, int stride, long[] bits) {
        for (int tree = 0; tree < roots.length; tree++) {
            int root = roots[tree];
            int to = tree * stride;
            for (int row = 0; row < count; row++) {
                exits[to + row] = walk(root, rows, row * width);
            }
        }
    }

    private int walk(int root, double[] rows, int from) {
        int at = root;
        while (at >= 0) {
            double value = rows[from + feature[at]];
            byte rule = kind[at];
            int right;
            if (rule == MISSING_RIGHT) {
                right = value <= threshold[at] ? 0 : 1;
            } else if (rule == MISSING_LEFT) {
                right = value > threshold[at] ? 1 : 0;
            } else {
                right = byCategory(at, value) ? 0 : 1;
            }
            at = children[2 * at + right];
        }
        return ~at;
    }

    private boolean byCategory(int at, double value) {
        long[] set = categories[at];
        return value != value ? missingLeft[at] : set != null && Tree.contains(set, value);
    }
}
