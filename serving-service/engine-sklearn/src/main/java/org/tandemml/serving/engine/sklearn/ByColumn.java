package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes the numbers of each column by themselves: scalers and the like.
 *
 * @param wide what is done with binary64, one after the other
 * @param narrow what is done with binary32; each result is rounded to that
 */
record ByColumn(int width, List<Change> wide, List<Change> narrow) implements Transformer {
    ByColumn {
        wide = List.copyOf(wide);
        narrow = List.copyOf(narrow);
    }

    /** The same for both formats. */
    ByColumn(int width, Change... changes) {
        this(width, List.of(changes), List.of(changes));
    }

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
        boolean binary32 = in.isBinary32();
        for (int column = 0; column < width; column++) {
            double[] changed = in.numbers(column).clone();
            for (Change change : binary32 ? narrow : wide) {
                for (int row = 0; row < changed.length; row++) {
                    double value = change.of(changed[row], column);
                    changed[row] = binary32 ? (float) value : value;
                }
            }
            columns.add(changed);
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }
}
