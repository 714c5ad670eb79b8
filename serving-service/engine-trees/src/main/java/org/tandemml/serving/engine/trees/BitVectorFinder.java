package org.tandemml.serving.engine.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Trees of at most 64 leaves as bit vectors (the idea of QuickScorer: Lucchese and others, SIGIR
 * 2015). Each tree has a word with a bit for each leaf, left to right. A split that sends the row
 * right clears the leaves of its left branch; the lowest bit that is left is the row's leaf. Splits
 * stand by column in ascending order of thresholds, so those that a value exceeds are a prefix.
 *
 * <p>Boosted trees ask the same few columns again and again. What whole blocks of a column's splits
 * clear is there ready made, so that a long prefix costs one pass over the trees' words and the
 * splits of one block.
 */
final class BitVectorFinder implements LeafFinder {
    static final int MAX_LEAVES = 64;

    /** Splits a block: applying them takes about as long as a pass over the words of all trees. */
    private static final int MIN_BLOCK = 16;

    private static final int WORDS_A_SPLIT = 4;

    private final int trees;
    private final int columns;

    /** Where the places of each tree begin, one a leaf from left to right; one more at the end. */
    private final int[] firstPlaces;

    private final int[] leaves;

    /** Where the numeric splits of each column begin; one more at the end. */
    private final int[] first;

    private final double[] threshold;
    private final int[] tree;
    private final long[] keep;

    private final int blockSize;

    /** Where the blocks of each column begin; one more at the end. */
    private final int[] firstBlock;

    /** The largest threshold of a block. */
    private final double[] blockThreshold;

    /** The words of all trees after a block and those before it in its column. */
    private final long[][] blockKeep;

    /** The same for what a missing value clears. */
    private final int[] firstMissing;

    private final int[] missingTree;
    private final long[] missingKeep;

    /** The same for splits by categories. */
    private final int[] firstCategory;

    private final int[] categoryTree;
    private final long[] categoryKeep;
    private final long[][] categorySet;

    /** A split: which tree, which bits stay if the row goes right. */
    private record Cut(
            int feature,
            double threshold,
            int tree,
            long keep,
            boolean missingLeft,
            long[] categories) {
        boolean numeric() {
            return categories.length == 0;
        }
    }

    BitVectorFinder(List<Tree> ensemble, int columns) {
        this.trees = ensemble.size();
        this.columns = columns;
        firstPlaces = new int[trees + 1];
        leaves = new int[ensemble.stream().mapToInt(Tree::leaves).sum()];
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            new Cutter(i, ensemble.get(i), cuts).cut();
            firstPlaces[i + 1] = firstPlaces[i] + ensemble.get(i).leaves();
        }
        cuts.sort(Comparator.comparingInt(Cut::feature).thenComparingDouble(Cut::threshold));
        List<Cut> numeric = cuts.stream().filter(Cut::numeric).toList();
        first = firsts(numeric);
        threshold = numeric.stream().mapToDouble(Cut::threshold).toArray();
        tree = numeric.stream().mapToInt(Cut::tree).toArray();
        keep = numeric.stream().mapToLong(Cut::keep).toArray();
        blockSize = Math.max(MIN_BLOCK, trees / WORDS_A_SPLIT);
        firstBlock = new int[columns + 1];
        for (int column = 0; column < columns; column++) {
            int blocks = (first[column + 1] - first[column]) / blockSize;
            firstBlock[column + 1] = firstBlock[column] + blocks;
        }
        blockThreshold = new double[firstBlock[columns]];
        blockKeep = new long[firstBlock[columns]][];
        for (int column = 0; column < columns; column++) {
            if (firstBlock[column] < firstBlock[column + 1]) {
                layBlocks(column);
            }
        }
        List<Cut> missing = cuts.stream().filter(cut -> !cut.missingLeft()).toList();
        firstMissing = firsts(missing);
        missingTree = missing.stream().mapToInt(Cut::tree).toArray();
        missingKeep = missing.stream().mapToLong(Cut::keep).toArray();
        List<Cut> category = cuts.stream().filter(cut -> !cut.numeric()).toList();
        firstCategory = firsts(category);
        categoryTree = category.stream().mapToInt(Cut::tree).toArray();
        categoryKeep = category.stream().mapToLong(Cut::keep).toArray();
        categorySet = category.stream().map(Cut::categories).toArray(long[][]::new);
    }

    private void layBlocks(int column) {
        long[] words = new long[trees];
        Arrays.fill(words, -1L);
        int split = first[column];
        for (int block = firstBlock[column]; block < firstBlock[column + 1]; block++) {
            for (int i = 0; i < blockSize; i++, split++) {
                words[tree[split]] &= keep[split];
            }
            blockThreshold[block] = threshold[split - 1];
            blockKeep[block] = words.clone();
        }
    }

    /** Whether all trees fit. */
    static boolean fits(List<Tree> trees) {
        return trees.stream().allMatch(tree -> tree.leaves() <= MAX_LEAVES);
    }

    private int[] firsts(List<Cut> cuts) {
        int[] begins = new int[columns + 1];
        for (Cut cut : cuts) {
            begins[cut.feature() + 1]++;
        }
        Arrays.parallelPrefix(begins, Integer::sum);
        return begins;
    }

    /** Numbers the leaves of a tree from left to right and collects its cuts. */
    private final class Cutter {
        private final int index;
        private final Tree source;
        private final List<Cut> cuts;
        private int bits;

        Cutter(int index, Tree source, List<Cut> cuts) {
            this.index = index;
            this.source = source;
            this.cuts = cuts;
        }

        void cut() {
            visit(source.splits() > 0 ? 0 : ~0);
        }

        /** At most 63 deep. */
        private void visit(int node) {
            if (node < 0) {
                leaves[firstPlaces[index] + bits++] = ~node;
                return;
            }
            Tree.Splits splits = source.split();
            int from = bits;
            visit(splits.left()[node]);
            int to = bits;
            // From 'from' to 'to', at most 63 bits: the leaves of the left branch.
            long cleared = ((1L << to - from) - 1) << from;
            long[] categories = splits.categories()[node];
            // A set that is empty matches nothing, whatever the length of its array.
            long[] set =
                    categories == null
                            ? new long[0]
                            : categories.length == 0 ? new long[1] : categories;
            cuts.add(
                    new Cut(
                            splits.feature()[node],
                            // Both zeros compare as equal, but sort apart.
                            splits.threshold()[node] + 0.0,
                            index,
                            ~cleared,
                            splits.missingLeft()[node],
                            set));
            visit(splits.right()[node]);
        }
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
        return new Room(new long[trees], new int[0]);
    }

    @Override
    public void find(double[] rows, int from, int[] exits, Room room) {
        long[] bits = room.bits();
        mark(rows, from, bits);
        for (int i = 0; i < trees; i++) {
            exits[i] = firstPlaces[i] + Long.numberOfTrailingZeros(bits[i]);
        }
    }

    @Override
    public void findAll(double[] rows, int count, int width, int[] exits, int stride, Room room) {
        long[] bits = room.bits();
        for (int row = 0; row < count; row++) {
            mark(rows, row * width, bits);
            for (int i = 0; i < trees; i++) {
                exits[i * stride + row] = firstPlaces[i] + Long.numberOfTrailingZeros(bits[i]);
            }
        }
    }

    private void mark(double[] rows, int from, long[] bits) {
        Arrays.fill(bits, 0, trees, -1L);
        for (int column = 0; column < columns; column++) {
            double value = rows[from + column];
            if (value != value) {
                int end = firstMissing[column + 1];
                for (int i = firstMissing[column]; i < end; i++) {
                    bits[missingTree[i]] &= missingKeep[i];
                }
            } else {
                int passed = markBlocks(column, value, bits);
                int end = first[column + 1];
                for (int i = first[column] + passed; i < end && value > threshold[i]; i++) {
                    bits[tree[i]] &= keep[i];
                }
                markCategories(column, value, bits);
            }
        }
    }

    /** Marks the blocks that a value exceeds as a whole, and says how many splits those are. */
    private int markBlocks(int column, double value, long[] bits) {
        int begin = firstBlock[column];
        int end = firstBlock[column + 1];
        int block = begin;
        while (block < end && value > blockThreshold[block]) {
            block++;
        }
        if (block > begin) {
            long[] words = blockKeep[block - 1];
            for (int i = 0; i < words.length; i++) {
                bits[i] &= words[i];
            }
        }
        return (block - begin) * blockSize;
    }

    private void markCategories(int column, double value, long[] bits) {
        int end = firstCategory[column + 1];
        for (int i = firstCategory[column]; i < end; i++) {
            if (!Tree.contains(categorySet[i], value)) {
                bits[categoryTree[i]] &= categoryKeep[i];
            }
        }
    }
}
