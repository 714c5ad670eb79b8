package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * Compiles the trees of a model, wherever they are in it, and knows what they were held against.
 * Rows of the model's example reach them behind the steps before them, so they are held against
 * these rows while the model answers them.
 */
final class TreeKernels {
    private static final String FORMULAS = "scikit-learn's formulas in Java";

    private final List<KernelCheck> checks = new ArrayList<>();
    private boolean compiled;
    private volatile boolean holding;
    private volatile @Nullable ModelLoadException mismatch;

    /** The kernel of trees, in the layout that is measured to be fastest if there are several. */
    TreeKernel compile(Ensemble ensemble) throws ModelLoadException {
        // Measuring takes time: not for each tree of a boosting.
        TreeKernel kernel =
                ensemble.trees().size() == 1
                        ? TreeKernel.compileFlat(ensemble)
                        : TreeKernel.compile(ensemble);
        compiled = true;
        add(kernel.check());
        return kernel;
    }

    /** Keeps the check of trees that another library compiled. */
    void add(KernelCheck check) {
        checks.add(check);
    }

    /** Scores a block of rows, as {@link TreeKernel#score} does. */
    void score(
            TreeKernel kernel,
            double[] rows,
            int count,
            double[] sums,
            int to,
            TreeKernel.Scratch scratch) {
        kernel.score(rows, count, sums, to, scratch);
        if (holding) {
            try {
                kernel.check(rows, count);
            } catch (ModelLoadException different) {
                mismatch = different;
            }
        }
    }

    /**
     * Holds the trees against what reaches them while a model that is not served yet answers rows.
     *
     * @param rows how many
     * @throws ModelLoadException if a tree kernel and its trees do not give the same sums
     */
    KernelCheck heldOn(int rows, Runnable answer) throws ModelLoadException {
        holding = true;
        try {
            answer.run();
        } finally {
            holding = false;
        }
        ModelLoadException different = mismatch;
        if (different != null) {
            throw different;
        }
        return compiled ? check().withExamples(rows) : check();
    }

    /** What the model computes with: formulas, which have nothing to be held against, and trees. */
    KernelCheck check() {
        if (checks.isEmpty()) {
            return KernelCheck.none(FORMULAS);
        }
        String kernels =
                checks.stream()
                        .map(KernelCheck::kernel)
                        .distinct()
                        .collect(Collectors.joining(", "));
        String references =
                checks.stream()
                        .map(KernelCheck::reference)
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new KernelCheck(
                FORMULAS + ", " + kernels,
                references.isEmpty() ? null : references,
                checks.stream().mapToInt(KernelCheck::generatedRows).min().orElse(0),
                0,
                null);
    }
}
