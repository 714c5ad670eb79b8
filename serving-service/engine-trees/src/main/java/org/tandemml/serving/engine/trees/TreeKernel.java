package org.tandemml.serving.engine.trees;

import java.util.List;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Scores rows with an ensemble of trees. Immutable; the memory that changes is in a {@link Scratch}
 * that each thread brings, so scoring allocates nothing.
 *
 * <p>The leaves are added in the order of the trees and in the precision that the ensemble asks
 * for, so that the sums are those of the library that trained it, bit for bit.
 */
public final class TreeKernel {
    /** Rows that are scored together. */
    public static final int BLOCK = 32;

    /** How the trees are laid out. */
    public enum Layout {
        /** At most 64 leaves a tree, no jumps. */
        BIT_VECTORS,
        /** Any size. */
        FLAT
    }

    private final Ensemble ensemble;
    private final Tree[] trees;
    private final double[][] values;
    private final Layout layout;
    private final LeafFinder finder;
    private final boolean constantLeaves;

    /** What a scoring thread writes to. Not for two threads at once. */
    public static final class Scratch {
        private final int[] exits;
        private final long[] bits;
        private final float[] floats;

        private Scratch(int trees, int outputs, int stride) {
            exits = new int[Math.multiplyExact(trees, stride)];
            bits = new long[trees];
            floats = new float[outputs];
        }
    }

    private TreeKernel(Ensemble ensemble, Layout layout) {
        this.ensemble = ensemble;
        this.layout = layout;
        List<Tree> all = ensemble.trees();
        trees = all.toArray(Tree[]::new);
        values = all.stream().map(tree -> tree.leaf().values()).toArray(double[][]::new);
        constantLeaves =
                all.stream()
                        .allMatch(tree -> tree.leaf().linear() == null && tree.leaf().width() == 1);
        finder =
                layout == Layout.FLAT
                        ? new FlatFinder(all)
                        : new BitVectorFinder(all, ensemble.columns());
    }

    /**
     * The kernel of an ensemble in the layout that has less to do for rows like those the trees
     * were grown for, held against the trees themselves on rows that lie on, beside and far from
     * their thresholds.
     *
     * @throws ModelLoadException if the kernel finds other leaves than the trees
     */
    public static TreeKernel compile(Ensemble ensemble) throws ModelLoadException {
        TrialRows trials = TrialRows.of(ensemble);
        TreeKernel kernel = of(ensemble, fastest(ensemble, trials));
        kernel.requireSameLeaves(trials);
        return kernel;
    }

    /** The kernel in a layout of the caller's choice. */
    static TreeKernel of(Ensemble ensemble, Layout layout) {
        return new TreeKernel(ensemble, layout);
    }

    /** A step down a tree costs about as much as this many changed words: measured. */
    private static final int STEP = 3;

    private static Layout fastest(Ensemble ensemble, TrialRows trials) {
        if (!BitVectorFinder.fits(ensemble.trees())) {
            return Layout.FLAT;
        }
        BitVectorFinder bitVectors = new BitVectorFinder(ensemble.trees(), ensemble.columns());
        long words = 0;
        long steps = 0;
        for (int row = 0; row < trials.count(); row++) {
            words += bitVectors.work(trials.rows(), row * ensemble.columns());
        }
        for (Tree tree : ensemble.trees()) {
            steps += (long) trials.count() * (1 + depth(tree.leaves()));
        }
        return words <= STEP * steps ? Layout.BIT_VECTORS : Layout.FLAT;
    }

    /** Steps to a leaf, if the tree were balanced. */
    private static int depth(int leaves) {
        return 32 - Integer.numberOfLeadingZeros(leaves - 1);
    }

    private void requireSameLeaves(TrialRows trials) throws ModelLoadException {
        Scratch scratch = newScratch(1);
        for (int row = 0; row < trials.count(); row++) {
            int from = row * ensemble.columns();
            finder.find(trials.rows(), from, scratch.exits, scratch.bits);
            for (int tree = 0; tree < trees.length; tree++) {
                if (scratch.exits[tree] != trees[tree].walk(trials.rows(), from)) {
                    throw new ModelLoadException(
                            "Tree %d: its fast form and the tree itself disagree, so the model is"
                                            .formatted(tree)
                                    + " not served. This is a defect of the server.");
                }
            }
        }
    }

    /** Numbers a row. */
    public int columns() {
        return ensemble.columns();
    }

    /** Sums a row. */
    public int outputs() {
        return ensemble.outputs();
    }

    /** How the trees are laid out. */
    public Layout layout() {
        return layout;
    }

    /**
     * Memory for one thread.
     *
     * @param rows how many rows it will score at once, at most
     */
    public Scratch newScratch(int rows) {
        return new Scratch(trees.length, ensemble.outputs(), rows == 1 ? 1 : BLOCK);
    }

    /**
     * Scores rows.
     *
     * @param rows row-major, {@link #columns()} numbers a row, NaN where missing
     * @param count how many rows, beginning at the first; at most {@link #BLOCK}
     * @param sums row-major, {@link #outputs()} numbers a row, to be set
     * @param to where the first row's sums go
     * @param scratch this thread's memory
     */
    public void score(double[] rows, int count, double[] sums, int to, Scratch scratch) {
        int columns = ensemble.columns();
        int stride = count == 1 ? 1 : BLOCK;
        if (count == 1) {
            finder.find(rows, 0, scratch.exits, scratch.bits);
        } else {
            finder.findAll(rows, count, columns, scratch.exits, BLOCK, scratch.bits);
        }
        for (int row = 0; row < count; row++) {
            int at = to + row * ensemble.outputs();
            if (ensemble.precision() == Ensemble.Precision.FLOAT) {
                addFloats(scratch, row, stride, sums, at);
            } else if (constantLeaves && ensemble.outputs() == 1) {
                sums[at] = addConstants(scratch.exits, row, stride);
            } else {
                addDoubles(rows, row * columns, scratch.exits, row, stride, sums, at);
            }
        }
    }

    private double addConstants(int[] exits, int row, int stride) {
        double sum = ensemble.start()[0];
        for (int tree = 0; tree < values.length; tree++) {
            sum += values[tree][exits[tree * stride + row]];
        }
        return sum;
    }

    private void addDoubles(
            double[] rows, int from, int[] exits, int row, int stride, double[] sums, int at) {
        System.arraycopy(ensemble.start(), 0, sums, at, ensemble.outputs());
        for (int i = 0; i < trees.length; i++) {
            Tree.Leaves leaves = trees[i].leaf();
            int leaf = exits[i * stride + row];
            int output = at + trees[i].output();
            if (leaves.linear() != null) {
                sums[output] += linear(leaves, leaves.linear(), leaf, rows, from);
            } else {
                for (int j = 0; j < leaves.width(); j++) {
                    sums[output + j] += leaves.values()[leaf * leaves.width() + j];
                }
            }
        }
    }

    private static double linear(
            Tree.Leaves leaves, Tree.Linear linear, int leaf, double[] rows, int from) {
        int[] features = linear.features()[leaf];
        double[] coefficients = linear.coefficients()[leaf];
        double sum = linear.constants()[leaf];
        for (int i = 0; i < features.length; i++) {
            double value = rows[from + features[i]];
            if (value != value) {
                return leaves.values()[leaf];
            }
            sum += coefficients[i] * value;
        }
        return sum;
    }

    private void addFloats(Scratch scratch, int row, int stride, double[] sums, int at) {
        float[] floats = scratch.floats;
        for (int output = 0; output < floats.length; output++) {
            floats[output] = (float) ensemble.start()[output];
        }
        for (int i = 0; i < trees.length; i++) {
            Tree.Leaves leaves = trees[i].leaf();
            int width = leaves.width();
            int leaf = scratch.exits[i * stride + row] * width;
            int output = trees[i].output();
            for (int j = 0; j < width; j++) {
                floats[output + j] += (float) leaves.values()[leaf + j];
            }
        }
        for (int output = 0; output < floats.length; output++) {
            sums[at + output] = floats[output];
        }
    }

    /** The leaves of a row, for tests. */
    int[] leaves(double[] row) {
        Scratch scratch = newScratch(1);
        finder.find(row, 0, scratch.exits, scratch.bits);
        return java.util.Arrays.copyOf(scratch.exits, trees.length);
    }
}
