package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some of the columns of a matrix, all of them in its format.
 *
 * @param columns which, in the order that they come out in
 */
record Kept(Need[] needs, int[] columns) implements Transformer {

    /**
     * Columns of so many.
     *
     * @param own what is read of each column that is kept
     */
    static Kept of(int inputs, int[] columns, Need[] own) {
        Need[] needs = new Need[inputs];
        Arrays.fill(needs, Need.NOTHING);
        for (int i = 0; i < columns.length; i++) {
            needs[columns[i]] = own[i];
        }
        return new Kept(needs, columns);
    }

    @Override
    public int width() {
        return columns.length;
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> kept = new ArrayList<>(columns.length);
        for (int column : columns) {
            kept.add(in.column(column));
        }
        boolean[] binary32 = new boolean[columns.length];
        Arrays.fill(binary32, in.isBinary32());
        return new Batch(in.rows(), kept, binary32);
    }
}
