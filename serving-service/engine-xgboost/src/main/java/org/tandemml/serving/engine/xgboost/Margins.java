package org.tandemml.serving.engine.xgboost;

import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.RowModel;

/** What a booster adds up for a row, before its objective makes an answer of it. Immutable. */
interface Margins {

    /** Memory for one thread that scores at most so many rows at once. */
    RowModel.Pass pass(int rows);

    /** What computes them, and what that was held against. */
    KernelCheck check();

    /**
     * Holds what computes them against a reference.
     *
     * @param rows row-major, NaN where missing
     * @param count how many
     * @return how many were compared; 0 if there is nothing to compare with
     * @throws ModelLoadException if they are not the same
     */
    int check(double[] rows, int count) throws ModelLoadException;
}
