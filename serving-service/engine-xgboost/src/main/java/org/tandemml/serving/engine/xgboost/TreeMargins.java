package org.tandemml.serving.engine.xgboost;

import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.RowModel;
import org.tandemml.serving.engine.trees.TreeKernel;

/** The sums of {@code gbtree} and {@code dart}. */
record TreeMargins(TreeKernel kernel) implements Margins {

    @Override
    public RowModel.Pass pass(int rows) {
        return kernel.pass(rows);
    }

    @Override
    public KernelCheck check() {
        return kernel.check();
    }

    @Override
    public int check(double[] rows, int count) throws ModelLoadException {
        kernel.check(rows, count);
        return count;
    }
}
