package org.tandemml.serving.engine.trees;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees of any size whose nodes compare ranks, see {@link RankedColumns}: a node is one word, so
 * that twice as many stay in the cache as with thresholds. Siblings are neighbours, and a leaf
 * leads to itself: a step is one sum, whatever it comes to. Eight walks go on at a time, for what
 * each waits for is memory: of eight trees where there is one row, of eight rows in one tree where
 * there are many.
 */
final class RankFinder implements LeafFinder {
    private static final int LANES = 8;

    /** Splits in a block: four levels. */
    private static final int BLOCK = 15;

    // A node: where its left child is (32 bits), its column (13), whether missing values go left,
    // and the rank of its threshold (18). No number exceeds the highest rank, which leaves have.
    private static final int RANK_BITS = 18;
    private static final int HIGHEST = (1 << RANK_BITS) - 1;
    private static final int MISSING_LEFT = 1 << RANK_BITS;
    private static final int COLUMN_SHIFT = RANK_BITS + 1;
    private static final int MAX_COLUMNS = 1 << 32 - COLUMN_SHIFT;

    private final RankedColumns ranked;
    private final int columns;

    /** Where each tree begins, with its root; one more at the end. */
    private final int[] roots;

    private final long[] nodes;

    /** The leaf that a node is; -1 for a split. */
    private final int[] leaves;

    private RankFinder(List<Tree> trees, int columns, RankedColumns ranked) {
        this.ranked = ranked;
        this.columns = columns;
        int count = trees.stream().mapToInt(tree -> 2 * tree.splits() + 1).sum();
        roots = new int[trees.size() + 1];
        nodes = new long[count];
        leaves = new int[count];
        Arrays.fill(leaves, -1);
        for (int i = 0; i < trees.size(); i++) {
            roots[i + 1] = lay(trees.get(i), roots[i]);
        }
    }

    /**
     * The trees in this layout.
     *
     * @return null if they do not fit: with categories, with infinite thresholds, with very many
     *     columns or thresholds
     */
    static @Nullable RankFinder of(List<Tree> trees, int columns) {
        if (columns > MAX_COLUMNS || !trees.stream().allMatch(RankFinder::isPlain)) {
            return null;
        }
        RankedColumns ranked = new RankedColumns(trees, columns);
        return ranked.most() > HIGHEST ? null : new RankFinder(trees, columns, ranked);
    }

    private static boolean isPlain(Tree tree) {
        Tree.Splits splits = tree.split();
        for (int split = 0; split < tree.splits(); split++) {
            if (splits.categories()[split] != null
                    || Double.isInfinite(splits.threshold()[split])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the nodes of a tree in blocks of a few levels, so that most of what a walk meets next
     * came into the cache with what it met before.
     */
    private int lay(Tree tree, int root) {
        Tree.Splits splits = tree.split();
        if (tree.splits() == 0) {
            writeLeaf(root, 0);
            return root + 1;
        }
        int[] places = new int[tree.splits()];
        places[0] = root;
        int[] tops = new int[tree.splits()];
        int open = 1;
        int[] block = new int[BLOCK];
        int next = root + 1;
        while (open > 0) {
            block[0] = tops[--open];
            int known = 1;
            for (int i = 0; i < known; i++) {
                int split = block[i];
                writeSplit(places[split], splits, split, next);
                for (int child : new int[] {splits.left()[split], splits.right()[split]}) {
                    if (child < 0) {
                        writeLeaf(next, ~child);
                    } else {
                        places[child] = next;
                        if (known < BLOCK) {
                            block[known++] = child;
                        } else {
                            tops[open++] = child;
                        }
                    }
                    next++;
                }
            }
        }
        return next;
    }

    private void writeSplit(int place, Tree.Splits splits, int split, int left) {
        int column = splits.feature()[split];
        nodes[place] =
                (long) left << 32
                        | (long) column << COLUMN_SHIFT
                        | (splits.missingLeft()[split] ? MISSING_LEFT : 0)
                        | ranked.rank(column, splits.threshold()[split]);
    }

    private void writeLeaf(int place, int leaf) {
        nodes[place] = (long) place << 32 | HIGHEST;
        leaves[place] = leaf;
    }

    @Override
    public int[] firstPlaces() {
        return roots;
    }

    @Override
    public int[] leaves() {
        return leaves;
    }

    @Override
    public Room room(int rows) {
        // At least one: leaves look at the first rank, and do not care what it is.
        return new Room(new long[0], new int[Math.max(1, columns) * rows]);
    }

    @Override
    public void find(double[] rows, int from, int[] exits, Room room) {
        int[] ranks = room.ranks();
        boolean missing = ranked.rank(rows, from, ranks, 0);
        int trees = roots.length - 1;
        if (missing || trees < LANES) {
            for (int tree = 0; tree < trees; tree++) {
                exits[tree] = walk(roots[tree], ranks, 0);
            }
            return;
        }
        for (int tree = 0; tree < trees; tree += LANES) {
            // The last ones together with some of those before them, a second time.
            int at = Math.min(tree, trees - LANES);
            walkAll(at, 1, ranks, 0, 0, exits, at);
        }
    }

    @Override
    public void findAll(double[] rows, int count, int width, int[] exits, int stride, Room room) {
        int[] ranks = room.ranks();
        long missing = 0;
        for (int row = 0; row < count; row++) {
            // A block has fewer rows than a long has bits.
            missing |= ranked.rank(rows, row * width, ranks, row * columns) ? 1L << row : 0;
        }
        for (int tree = 0; tree < roots.length - 1; tree++) {
            int to = tree * stride;
            for (int row = 0; row < count; row += LANES) {
                int at = Math.max(0, Math.min(row, count - LANES));
                if (count < LANES || (missing >>> at & (1 << LANES) - 1) != 0) {
                    int end = Math.min(count, at + LANES);
                    for (int each = at; each < end; each++) {
                        exits[to + each] = walk(roots[tree], ranks, each * columns);
                    }
                } else {
                    walkAll(tree, 0, ranks, at * columns, columns, exits, to + at);
                }
            }
        }
    }

    /**
     * Eight walks of rows without missing values.
     *
     * @param tree the first walk's tree
     * @param nextTree how far each walk's tree is from the one before
     * @param from where the first walk's ranks begin
     * @param nextRow how far each walk's ranks are from those before
     */
    private void walkAll(
            int tree, int nextTree, int[] ranks, int from, int nextRow, int[] exits, int to) {
        int a = roots[tree];
        int b = roots[tree + nextTree];
        int c = roots[tree + 2 * nextTree];
        int d = roots[tree + 3 * nextTree];
        int e = roots[tree + 4 * nextTree];
        int f = roots[tree + 5 * nextTree];
        int g = roots[tree + 6 * nextTree];
        int h = roots[tree + 7 * nextTree];
        int rowB = from + nextRow;
        int rowC = rowB + nextRow;
        int rowD = rowC + nextRow;
        int rowE = rowD + nextRow;
        int rowF = rowE + nextRow;
        int rowG = rowF + nextRow;
        int rowH = rowG + nextRow;
        int moved;
        do {
            // Two steps each, so that it is asked half as often whether any has still to go on.
            int nextA = step(a, ranks, from);
            int nextB = step(b, ranks, rowB);
            int nextC = step(c, ranks, rowC);
            int nextD = step(d, ranks, rowD);
            int nextE = step(e, ranks, rowE);
            int nextF = step(f, ranks, rowF);
            int nextG = step(g, ranks, rowG);
            int nextH = step(h, ranks, rowH);
            a = step(nextA, ranks, from);
            moved = a ^ nextA;
            b = step(nextB, ranks, rowB);
            moved |= b ^ nextB;
            c = step(nextC, ranks, rowC);
            moved |= c ^ nextC;
            d = step(nextD, ranks, rowD);
            moved |= d ^ nextD;
            e = step(nextE, ranks, rowE);
            moved |= e ^ nextE;
            f = step(nextF, ranks, rowF);
            moved |= f ^ nextF;
            g = step(nextG, ranks, rowG);
            moved |= g ^ nextG;
            h = step(nextH, ranks, rowH);
            moved |= h ^ nextH;
        } while (moved != 0);
        exits[to] = a;
        exits[to + 1] = b;
        exits[to + 2] = c;
        exits[to + 3] = d;
        exits[to + 4] = e;
        exits[to + 5] = f;
        exits[to + 6] = g;
        exits[to + 7] = h;
    }

    /** The child of a node that a row goes to; the node itself where it is a leaf. */
    private int step(int node, int[] ranks, int from) {
        long word = nodes[node];
        int low = (int) word;
        int right = (low & HIGHEST) - ranks[from + (low >>> COLUMN_SHIFT)] >>> 31;
        return (int) (word >>> 32) + right;
    }

    /** One walk, with a row that may have missing values. */
    private int walk(int root, int[] ranks, int from) {
        int at = root;
        while (true) {
            int low = (int) nodes[at];
            int next = (int) (nodes[at] >>> 32);
            if (next == at) {
                return at;
            }
            int rank = ranks[from + (low >>> COLUMN_SHIFT)];
            boolean left =
                    rank == RankedColumns.MISSING
                            ? (low & MISSING_LEFT) != 0
                            : rank <= (low & HIGHEST);
            at = left ? next : next + 1;
        }
    }
}
