package org.tandemml.serving.engine.pmml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * A model as a list of steps over the numbers of a row: derived fields, members, combinations, each
 * of which writes what later ones read. Immutable.
 *
 * @param slots how many numbers a row has while it is scored; the inputs come first
 * @param steps in order
 * @param kernels the tree kernels that steps use, by their index
 * @param result where the answer is
 * @param probes values to try the program on, by input
 * @param single whether some of the numbers are binary32, which PMML4S computes as binary64
 * @param missingDeviates whether PMML4S takes missing values in another way than the standard
 * @param deviation why PMML4S cannot tell whether the program is right; null if it can
 */
record Program(
        int slots,
        List<Step> steps,
        List<TreeKernel> kernels,
        Result result,
        double[][] probes,
        boolean single,
        boolean missingDeviates,
        @Nullable String deviation) {

    /** What one thread scores with. */
    static final class Work {
        /** The numbers of the row. */
        final double[] values;

        /** Memory of the tree kernels, by their index. */
        final TreeKernel.Scratch[] scratches;

        /** The rows of the tree kernels, by their index. */
        final double[][] rows;

        Work(int slots, List<TreeKernel> kernels) {
            values = new double[slots];
            // One is made for each request: streams would take longer than a small model.
            rows = new double[kernels.size()][];
            scratches = new TreeKernel.Scratch[rows.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[kernels.get(i).columns()];
                scratches[i] = kernels.get(i).newScratch(1);
            }
        }
    }

    /** Reads numbers of a row and writes others. Immutable. */
    @FunctionalInterface
    interface Step {
        void run(Work work);
    }

    /**
     * Where a model's answer is.
     *
     * @param value the slot of a regression's number, or of the index of the winning label; NaN if
     *     there is no answer
     * @param probabilities the slot of the first label's probability; -1 for a regression and for a
     *     classification that has none
     * @param labels how many labels; 0 for a regression
     */
    record Result(int value, int probabilities, int labels) {
        boolean classification() {
            return labels > 0;
        }
    }

    Work newWork() {
        return new Work(slots, kernels);
    }

    /** Scores the row whose inputs are in the first slots. */
    void run(Work work) {
        // By index: an iterator is an object.
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run(work);
        }
    }
}
