package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/**
 * Takes the model's columns out of tables of one schema, and answers.
 *
 * @param needs what the model reads, by feature
 * @param places where each feature is in the schema, -1 for nowhere; null for a tensor
 * @param binary32 which features come in binary32
 * @param kernels the trees in the model
 * @param held what the model computes with, and what that was held against
 */
record SklearnPredictor(
        Answering answering,
        Need[] needs,
        int @Nullable [] places,
        boolean[] binary32,
        TreeKernels kernels,
        KernelCheck held)
        implements Predictor {

    @Override
    public Predictions predict(Table table) {
        int[] at = places;
        if (at == null) {
            return answering.answer(matrix(table));
        }
        double[] row = table.rows() == 1 ? row(table.columns(), at) : null;
        return answering.answer(row == null ? columns(table, at) : Batch.row(row, binary32));
    }

    /** The only row, as most requests have it; null if it is not all numbers. */
    private double @Nullable [] row(List<Column> columns, int[] at) {
        double[] row = new double[needs.length];
        for (int feature = 0; feature < row.length; feature++) {
            if (needs[feature] != Need.NUMBER) {
                return null;
            }
            Column column = columns.get(at[feature]);
            row[feature] =
                    column instanceof Column.Doubles doubles
                            ? doubles.values()[0]
                            : column.asDouble(0);
        }
        return row;
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(held);
    }

    @Override
    public Predictor checkedOn(Table rows) throws ModelLoadException {
        return new SklearnPredictor(
                answering,
                needs,
                places,
                binary32,
                kernels,
                kernels.heldOn(rows.rows(), () -> predict(rows)));
    }

    private Batch columns(Table table, int[] at) {
        List<Object> columns = new ArrayList<>(needs.length);
        for (int feature = 0; feature < needs.length; feature++) {
            columns.add(
                    switch (needs[feature]) {
                        case TEXT -> texts(table.column(at[feature]), table.rows());
                        case NUMBER -> numbers(table.column(at[feature]), table.rows());
                        case NOTHING -> new double[table.rows()];
                    });
        }
        return new Batch(table.rows(), columns, binary32);
    }

    private static @Nullable String[] texts(Column column, int rows) {
        return Arrays.copyOf(((Column.Strings) column).values(), rows);
    }

    private static double[] numbers(Column column, int rows) {
        if (column instanceof Column.Doubles doubles) {
            // Nobody writes to a column, and cells without a value hold NaN.
            double[] values = doubles.values();
            return values.length == rows ? values : Arrays.copyOf(values, rows);
        }
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = column.asDouble(row);
        }
        return values;
    }

    private Batch matrix(Table table) {
        Column.Tensor tensor = (Column.Tensor) table.column(0);
        double[] values = new double[Math.multiplyExact(table.rows(), needs.length)];
        for (int i = 0; i < values.length; i++) {
            values[i] = element(tensor.elements(), i);
        }
        return Batch.of(table.rows(), needs.length, values)
                .inBinary32(tensor.dtype().equals("float32"));
    }

    private static double element(Object elements, int index) {
        if (elements instanceof double[] doubles) {
            return doubles[index];
        }
        if (elements instanceof float[] floats) {
            return floats[index];
        }
        if (elements instanceof long[] longs) {
            return longs[index];
        }
        if (elements instanceof int[] ints) {
            return ints[index];
        }
        return ((boolean[]) elements)[index] ? 1 : 0;
    }
}
