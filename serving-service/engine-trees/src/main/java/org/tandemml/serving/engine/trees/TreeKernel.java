package org.tandemml.serving.engine.trees;

import java.util.Arrays;
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
        /** Any size: nodes that compare the ranks of numbers. */
        RANKS("ranks of thresholds"),
        /** Any size, any splits. */
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
    private final Layouts layouts;
    private final LeafFinder rowFinder;
    private final LeafFinder blockFinder;
    private final LeafSums rowSums;
    private final LeafSums blockSums;
    private final int checked;

    /** What a scoring thread writes to. Not for two threads at once. */
    public static final class Scratch {
        private final int[] exits;
        private final LeafFinder.Room rowRoom;
        private final LeafFinder.Room blockRoom;
        private int stride;
        private int[] leaves;

        private Scratch(TreeKernel kernel, int rows) {
            stride = rows == 1 ? 1 : BLOCK;
            exits = new int[Math.multiplyExact(kernel.ensemble.trees().size(), stride)];
            rowRoom = kernel.rowFinder.room(1);
            blockRoom = rows == 1 ? rowRoom : kernel.blockFinder.room(BLOCK);
            leaves = kernel.rowFinder.leaves();
        }

        /**
         * A leaf that {@link TreeKernel#find} found.
         *
         * @param tree which tree
         * @param row which of the rows
         */
        public int leaf(int tree, int row) {
            return leaves[exits[tree * stride + row]];
        }
    }

    private TreeKernel(Ensemble ensemble, Finders finders, int checked) {
        this.ensemble = ensemble;
        this.checked = checked;
        layouts = finders.layouts();
        rowFinder = finders.row();
        blockFinder = finders.block();
        rowSums = new LeafSums(ensemble, rowFinder);
        blockSums = rowFinder == blockFinder ? rowSums : new LeafSums(ensemble, blockFinder);
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
     * The kernel of an ensemble for callers that score one row at a time, in the layout that is
     * fastest for that, held against the trees like any other.
     *
     * @throws ModelLoadException if the kernel finds other leaves than the trees
     */
    public static TreeKernel compileForRows(Ensemble ensemble) throws ModelLoadException {
        return checked(ensemble, LayoutTrial.fastestForRows(ensemble));
    }

    /**
     * The kernel of one of many small ensembles in a model, flat and not timed, held against its
     * trees like any other.
     *
     * @throws ModelLoadException if the kernel finds other leaves than the trees
     */
    public static TreeKernel compileFlat(Ensemble ensemble) throws ModelLoadException {
        return checked(ensemble, Finders.of(ensemble, new Layouts(Layout.FLAT, Layout.FLAT)));
    }

    private static TreeKernel checked(Ensemble ensemble, Finders finders)
            throws ModelLoadException {
        TrialRows trials = TrialRows.odd(ensemble);
        TreeKernel kernel = new TreeKernel(ensemble, finders, trials.count());
        kernel.check(trials.rows(), trials.count());
        return kernel;
    }

    /** The kernel in layouts of the caller's choice. */
    static TreeKernel of(Ensemble ensemble, Layouts layouts) {
        return new TreeKernel(ensemble, Finders.of(ensemble, layouts), 0);
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
        return new Scratch(this, rows);
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
        LeafSums leafSums = count == 1 ? rowSums : blockSums;
        for (int row = 0; row < count; row++) {
            leafSums.of(
                    scratch.exits,
                    row,
                    scratch.stride,
                    rows,
                    row * ensemble.columns(),
                    sums,
                    to + row * ensemble.outputs());
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
            scratch.leaves = rowFinder.leaves();
            rowFinder.find(rows, 0, scratch.exits, scratch.rowRoom);
        } else {
            scratch.stride = BLOCK;
            scratch.leaves = blockFinder.leaves();
            blockFinder.findAll(
                    rows, count, ensemble.columns(), scratch.exits, BLOCK, scratch.blockRoom);
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
}
