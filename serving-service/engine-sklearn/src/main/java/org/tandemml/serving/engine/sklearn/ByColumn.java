package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes the numbers of each column by themselves: scalers and the like.
 *
 * @param wide what is done with binary64
 * @param narrow what is done with binary32, one after the other; each result is rounded to that
 */
record ByColumn(int width, Change wide, List<Change> narrow) implements Transformer {
    ByColumn {
        narrow = List.copyOf(narrow);
    }

    /** One after the other, the same for both formats. */
    ByColumn(int width, Change first, Change... more) {
        this(
                width,
                Stream.of(more).reduce(first, Change::then),
                Stream.concat(Stream.of(first), Stream.of(more)).toList());
    }

    /** What is done with a number of a column. */
    @FunctionalInterface
    interface Change {
        double of(double value, int column);

        /** This and another one behind it. */
        default Change then(Change next) {
            return (value, column) -> next.of(of(value, column), column);
        }
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
            if (binary32) {
                for (Change change : narrow) {
                    change(changed, change, column);
                    Maths.roundToBinary32(changed);
                }
            } else {
                change(changed, wide, column);
            }
            columns.add(changed);
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }

    private static void change(double[] values, Change change, int column) {
        for (int row = 0; row < values.length; row++) {
            values[row] = change.of(values[row], column);
        }
    }
}
