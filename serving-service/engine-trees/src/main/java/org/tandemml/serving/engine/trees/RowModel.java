package org.tandemml.serving.engine.trees;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/** A model that makes sums of rows of numbers, and answers of the sums. Immutable. */
public interface RowModel {

    /** Sums blocks of rows. For one thread. */
    @FunctionalInterface
    interface Pass {
        /**
         * Sums rows.
         *
         * @param rows row-major, NaN where missing
         * @param count how many, beginning at the first
         * @param sums row-major, to be set
         * @param to where the first row's sums go
         */
        void score(double[] rows, int count, double[] sums, int to);
    }

    /** Numbers a row. */
    int columns();

    /** Sums a row. */
    int outputs();

    /**
     * Reads rows as the model wants them.
     *
     * @param first the first of them
     * @param count how many
     * @param into row-major, {@link #columns()} numbers a row, to be set
     */
    void read(RowReader reader, Table table, int first, int count, double[] into);

    /** Memory for one thread that sums at most so many rows at once. */
    Pass pass(int rows);

    /**
     * Holds what computes the sums against a reference.
     *
     * @param rows row-major, {@link #columns()} numbers a row
     * @param count how many
     * @return how many were compared; 0 if there is nothing to compare with
     * @throws ModelLoadException if the sums are not the same
     */
    int check(double[] rows, int count) throws ModelLoadException;

    /**
     * Makes answers.
     *
     * @param sums row-major, {@link #outputs()} numbers a row; may be overwritten
     * @param rows how many
     */
    Predictions answer(double[] sums, int rows);

    /** Sets a block of rows. */
    @FunctionalInterface
    interface Source {
        /**
         * Sets rows.
         *
         * @param first the first of them
         * @param count how many
         * @param into row-major, {@link RowModel#columns()} numbers a row
         */
        void read(int first, int count, double[] into);
    }

    /** The sums of all rows of a table, row-major. */
    default double[] sums(RowReader reader, Table table) {
        return sums(table.rows(), (first, count, into) -> read(reader, table, first, count, into));
    }

    /** The sums of so many rows, row-major. */
    default double[] sums(int rows, Source source) {
        int block = Math.min(rows, TreeKernel.BLOCK);
        double[] values = new double[block * columns()];
        double[] sums = new double[Math.multiplyExact(rows, outputs())];
        Pass pass = pass(block);
        for (int first = 0; first < rows; first += block) {
            int count = Math.min(block, rows - first);
            source.read(first, count, values);
            pass.score(values, count, sums, first * outputs());
        }
        return sums;
    }
}
