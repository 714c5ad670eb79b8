package org.tandemml.serving.engine.xgboost;

import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.RowModel;

/**
 * A booster that another library keeps inside of its own model file. Answers what {@code
 * Booster.predict} answers, with all trees. Immutable, safe for several threads.
 */
public final class EmbeddedBooster {
    private final XgboostModel model;

    private EmbeddedBooster(XgboostModel model) {
        this.model = model;
    }

    /** Scores blocks of rows. For one thread. */
    @FunctionalInterface
    public interface Pass {
        /**
         * Scores rows.
         *
         * @param rows row-major, {@link #features} numbers a row, NaN where missing; they are
         *     rounded to binary32 in place
         * @param count how many rows, beginning at the first
         * @param answers row-major, {@link #answers} numbers a row, to be set from the first on
         */
        void score(double[] rows, int count, double[] answers);
    }

    /**
     * Reads a booster.
     *
     * @param file in JSON, UBJSON or the old binary form
     * @throws ModelLoadException if it is damaged, or of a kind that is not served
     */
    public static EmbeddedBooster read(byte[] file) throws ModelLoadException {
        return new EmbeddedBooster(XgboostModel.of(BoosterFile.read(file), Interface.BOOSTER));
    }

    /** Numbers a row that it wants. */
    public int features() {
        return model.columns();
    }

    /** Numbers a row that it answers. */
    public int answers() {
        return model.answers();
    }

    /** What computes the margins, and what that was held against. */
    public KernelCheck check() {
        return model.check();
    }

    /** The first of a row's numbers that overflows binary32, which XGBoost refuses; -1 if none. */
    public static int overflow(double[] rows, int from, int features) {
        for (int feature = 0; feature < features; feature++) {
            if (Float.isInfinite((float) rows[from + feature])) {
                return feature;
            }
        }
        return -1;
    }

    /** Memory for one thread that scores at most so many rows at once. */
    public Pass pass(int rows) {
        RowModel.Pass margins = model.pass(rows);
        double[] sums = new double[rows * model.outputs()];
        return (values, count, answers) -> {
            for (int i = 0; i < count * model.columns(); i++) {
                values[i] = (float) values[i];
            }
            model.forgetNegativeCategories(values, count);
            margins.score(values, count, sums, 0);
            model.applyObjective(sums, count);
            System.arraycopy(sums, 0, answers, 0, count * model.answers());
        };
    }
}
