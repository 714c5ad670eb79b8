package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;

/** Changes the numbers of each column by themselves: scalers and the like. */
record ByColumn(int width, Change change) implements Transformer {

    /** What is done with a number of a column. */
    @FunctionalInterface
    interface Change {
        double of(double value, int column);
    }

    @Override
    public Need[] needs() {
        return Need.numbers(width);
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
            double[] values = in.numbers(column);
            double[] changed = new double[in.rows()];
            for (int row = 0; row < changed.length; row++) {
                changed[row] = change.of(values[row], column);
            }
            columns.add(changed);
        }
        return new Batch(in.rows(), columns);
    }
}
