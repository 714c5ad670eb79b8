package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.Tree;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * The sum of trees over rows of binary32 numbers, as all of scikit-learn's trees but those of
 * HistGradientBoosting read them.
 */
final class Forest {
    private final String name;
    private final TreeKernels kernels;
    private final TreeKernel kernel;
    private final boolean missing;

    private Forest(String name, TreeKernels kernels, TreeKernel kernel, boolean missing) {
        this.name = name;
        this.kernels = kernels;
        this.kernel = kernel;
        this.missing = missing;
    }

    /** Adds whole rows of values: a number for each output. */
    static Forest ofRows(
            String name,
            int features,
            List<SklearnTree> trees,
            boolean missing,
            TreeKernels kernels)
            throws ModelLoadException {
        if (trees.isEmpty()) {
            throw new ModelLoadException("The model's %s has no trees.".formatted(name));
        }
        int width = trees.get(0).width();
        List<Tree> forms = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            SklearnTree tree = trees.get(i);
            if (tree.width() != width) {
                throw new ModelLoadException(
                        "Tree %d of the model's %s has %d numbers a leaf, the first has %d."
                                .formatted(i, name, tree.width(), width));
            }
            forms.add(tree.kernelTree("Tree " + i, features, null, tree.values(), width, 0));
        }
        return of(name, features, width, forms, new double[width], missing, kernels);
    }

    static Forest of(
            String name,
            int features,
            int outputs,
            List<Tree> trees,
            double[] start,
            boolean missing,
            TreeKernels kernels)
            throws ModelLoadException {
        Ensemble ensemble =
                new Ensemble(features, outputs, trees, start, Ensemble.Precision.DOUBLE);
        return new Forest(name, kernels, kernels.compile(ensemble), missing);
    }

    int features() {
        return kernel.columns();
    }

    int outputs() {
        return kernel.outputs();
    }

    /** Rows x outputs. */
    double[] sums(Batch rows) {
        Checks.requireFloats(rows, name, missing);
        return sums(kernels, kernel, rows, true, null);
    }

    /**
     * Scores rows in blocks.
     *
     * @param rounded whether numbers are rounded to binary32 first
     */
    static double[] sums(
            TreeKernels kernels,
            TreeKernel kernel,
            Batch rows,
            boolean rounded,
            @Nullable Categories categories) {
        int count = rows.rows();
        int width = kernel.columns();
        int outputs = kernel.outputs();
        int size = Math.min(count, TreeKernel.BLOCK);
        double[] sums = new double[Math.multiplyExact(count, outputs)];
        double[] block = new double[size * width];
        TreeKernel.Scratch scratch = kernel.newScratch(Math.max(1, size));
        for (int first = 0; first < count; first += size) {
            int here = Math.min(size, count - first);
            for (int column = 0; column < width; column++) {
                double[] values = rows.numbers(column);
                for (int row = 0; row < here; row++) {
                    double value = values[first + row];
                    if (categories != null) {
                        value = categories.known(column, value);
                    }
                    block[row * width + column] = rounded ? (float) value : value;
                }
            }
            kernels.score(kernel, block, here, sums, first * outputs, scratch);
        }
        return sums;
    }

    /** Makes unknown categories missing. */
    @FunctionalInterface
    interface Categories {
        double known(int column, double value);
    }
}
