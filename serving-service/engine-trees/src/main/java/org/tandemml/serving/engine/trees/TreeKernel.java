package org.tandemml.serving.engine.trees;

import java.util.Arrays;
import java.util.List;
import org.tandemml.serving.engine.KernelCheck;
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
        BIT_VECTORS("bit vectors"),
        /** Any size. */
        FLAT("flat arrays");

        private final String text;

        Layout(String text) {
            this.text = text;
        }
    }

    /**
     * The layouts of a kernel.
     *
     * @param row for one row
     * @param block for several at once
     */
    public record Layouts(Layout row, Layout block) {}

    private final Ensemble ensemble;
    private final Tree[] trees;
    private final Layouts layouts;
    private final LeafFinder rowFinder;
    private final LeafFinder blockFinder;
    private final boolean constantLeaves;

    /** The values of all constant leaves, and where those of each tree begin. */
    private final double[] constants;

    private final int[] firstConstant;
    private final int checked;

    /** What a scoring thread writes to. Not for two threads at once. */
    public static final class Scratch {
        private final int[] exits;
        private final long[] bits;
        private final float[] floats;
        private int stride;

        private Scratch(int trees, int outputs, int stride) {
            exits = new int[Math.multiplyExact(trees, stride)];
            bits = new long[trees];
            floats = new float[outputs];
        }

        /**
         * A leaf that {@link TreeKernel#find} found.
         *
         * @param tree which tree
         * @param row which of the rows
         */
        public int leaf(int tree, int row) {
            return exits[tree * stride + row];
        }
    }

    private TreeKernel(Ensemble ensemble, Layouts layouts, int checked) {
        this.ensemble = ensemble;
        this.checked = checked;
        this.layouts = layouts;
        List<Tree> all = ensemble.trees();
        trees = all.toArray(Tree[]::new);
        constantLeaves =
                all.stream()
                        .allMatch(tree -> tree.leaf().linear() == null && tree.leaf().width() == 1);
        firstConstant = new int[trees.length];
        constants = constantLeaves ? constants() : new double[0];
        rowFinder = finder(layouts.row());
        blockFinder = layouts.row() == layouts.block() ? rowFinder : finder(layouts.block());
    }

    private double[] constants() {
        int count = Arrays.stream(trees).mapToInt(Tree::leaves).sum();
        double[] values = new double[count];
        int to = 0;
        for (int i = 0; i < trees.length; i++) {
            firstConstant[i] = to;
            System.arraycopy(trees[i].leaf().values(), 0, values, to, trees[i].leaves());
            to += trees[i].leaves();
        }
        return values;
    }

    private LeafFinder finder(Layout layout) {
        return layout == Layout.FLAT
                ? new FlatFinder(ensemble.trees())
                : new BitVectorFinder(ensemble.trees(), ensemble.columns());
    }

    /**
     * The kernel of an ensemble in the layouts that are fastest for it here and now, held against
     * the trees themselves on rows that lie on, beside and far from their thresholds.
     *
     * @throws ModelLoadException if the kernel finds other leaves than the trees
     */
    public static TreeKernel compile(Ensemble ensemble) throws ModelLoadException {
        return checked(ensemble, LayoutTrial.fastest(ensemble));
    }

    /**
     * The kernel of one of many small ensembles in a model, flat and not timed, held against its
     * trees like any other.
     *
     * @throws ModelLoadException if the kernel finds other leaves than the trees
     */
    public static TreeKernel compileFlat(Ensemble ensemble) throws ModelLoadException {
        return checked(ensemble, new Layouts(Layout.FLAT, Layout.FLAT));
    }

    private static TreeKernel checked(Ensemble ensemble, Layouts layouts)
            throws ModelLoadException {
        TrialRows trials = TrialRows.odd(ensemble);
        TreeKernel kernel = new TreeKernel(ensemble, layouts, trials.count());
        kernel.check(trials.rows(), trials.count());
        return kernel;
    }

    /** The kernel in layouts of the caller's choice. */
    static TreeKernel of(Ensemble ensemble, Layouts layouts) {
        return new TreeKernel(ensemble, layouts, 0);
    }

    /**
     * Holds this kernel against a plain walk of the trees, in blocks and row by row.
     *
     * @param rows row-major, {@link #columns()} numbers a row
     * @param count how many rows
     * @throws ModelLoadException if a sum is not the same to the bit
     */
    public void check(double[] rows, int count) throws ModelLoadException {
        int columns = ensemble.columns();
        int outputs = ensemble.outputs();
        Scratch many = newScratch(BLOCK);
        Scratch one = newScratch(1);
        double[] sums = new double[BLOCK * outputs];
        PlainSums plain = new PlainSums(ensemble);
        for (int first = 0; first < count; first += BLOCK) {
            int size = Math.min(BLOCK, count - first);
            double[] block = Arrays.copyOfRange(rows, first * columns, (first + size) * columns);
            score(block, size, sums, 0, many);
            for (int row = 0; row < size; row++) {
                double[] wanted = plain.of(block, row * columns);
                double[] alone = new double[outputs];
                double[] values = Arrays.copyOfRange(block, row * columns, (row + 1) * columns);
                score(values, 1, alone, 0, one);
                if (!Arrays.equals(wanted, alone)
                        || !Arrays.equals(
                                wanted, 0, outputs, sums, row * outputs, (row + 1) * outputs)) {
                    throw new ModelLoadException(
                            "The trees' fast form and the trees themselves do not give the same"
                                    + " sums, so the model is not served. This is a defect of the"
                                    + " server.");
                }
            }
        }
    }

    /** What was checked when the kernel was made. */
    public KernelCheck check() {
        String row = layouts.row().text;
        String block = layouts.block().text;
        return new KernelCheck(
                row.equals(block)
                        ? "trees as " + row
                        : "trees as " + row + " for one row, as " + block + " for many",
                "plain walk of the trees",
                checked,
                0,
                null);
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
    public Layouts layouts() {
        return layouts;
    }

    /**
     * Memory for one thread.
     *
     * @param rows how many rows it will score at once, at most
     */
    public Scratch newScratch(int rows) {
        return new Scratch(trees.length, ensemble.outputs(), rows == 1 ? 1 : BLOCK);
    }

    /** Sums of this kernel, with memory for one thread that sums at most so many rows at once. */
    public RowModel.Pass pass(int rows) {
        Scratch scratch = newScratch(rows);
        return (values, count, sums, to) -> score(values, count, sums, to, scratch);
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
        find(rows, count, scratch);
        int columns = ensemble.columns();
        int stride = scratch.stride;
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

    /**
     * Finds the leaves of rows without adding them up, for libraries that do not make plain sums of
     * them; {@link Scratch#leaf} tells them.
     *
     * @param rows row-major, {@link #columns()} numbers a row, NaN where missing
     * @param count how many rows, beginning at the first; at most {@link #BLOCK}
     * @param scratch this thread's memory
     */
    public void find(double[] rows, int count, Scratch scratch) {
        if (count == 1) {
            scratch.stride = 1;
            rowFinder.find(rows, 0, scratch.exits, scratch.bits);
        } else {
            scratch.stride = BLOCK;
            blockFinder.findAll(
                    rows, count, ensemble.columns(), scratch.exits, BLOCK, scratch.bits);
        }
    }

    /**
     * Rows that lie on, beside and far from the thresholds, to hold whoever uses this kernel
     * against the library that trained the trees.
     *
     * @return row-major, {@link #columns()} numbers a row
     */
    public double[] trialRows() {
        return TrialRows.odd(ensemble).rows();
    }

    private double addConstants(int[] exits, int row, int stride) {
        double sum = ensemble.start()[0];
        for (int tree = 0; tree < firstConstant.length; tree++) {
            sum += constants[firstConstant[tree] + exits[tree * stride + row]];
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
}
