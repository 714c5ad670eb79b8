package org.tandemml.serving.engine.enforce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/**
 * Columns in which every row is missing. They share their arrays, which nobody writes, so that a
 * signature with many columns that a body leaves out costs nothing.
 */
final class UnsetColumns {
    private final int rows;
    private final Missing all = new Missing();
    private Column.@Nullable Doubles doubles;
    private Column.@Nullable Floats floats;
    private Column.@Nullable Longs longs;
    private Column.@Nullable Ints ints;
    private Column.@Nullable Booleans booleans;
    private Column.@Nullable Strings strings;

    UnsetColumns(int rows) {
        this.rows = rows;
        all.set(0, rows);
    }

    Column doubles() {
        Column.Doubles column = doubles;
        if (column == null) {
            double[] values = new double[rows];
            Arrays.fill(values, Double.NaN);
            column = new Column.Doubles(values, all);
            doubles = column;
        }
        return column;
    }

    Column floats() {
        Column.Floats column = floats;
        if (column == null) {
            float[] values = new float[rows];
            Arrays.fill(values, Float.NaN);
            column = new Column.Floats(values, all);
            floats = column;
        }
        return column;
    }

    Column longs() {
        return sharedLongs();
    }

    Column instants() {
        return new Column.Instants(sharedLongs().values(), all);
    }

    private Column.Longs sharedLongs() {
        Column.Longs column = longs;
        if (column == null) {
            column = new Column.Longs(new long[rows], all);
            longs = column;
        }
        return column;
    }

    Column ints() {
        Column.Ints column = ints;
        if (column == null) {
            column = new Column.Ints(new int[rows], all);
            ints = column;
        }
        return column;
    }

    Column booleans() {
        Column.Booleans column = booleans;
        if (column == null) {
            column = new Column.Booleans(new boolean[rows], all);
            booleans = column;
        }
        return column;
    }

    Column strings() {
        Column.Strings column = strings;
        if (column == null) {
            column = new Column.Strings(new @Nullable String[rows], all);
            strings = column;
        }
        return column;
    }

    Column binaries() {
        return new Column.Binaries(new byte @Nullable [rows][], all);
    }

    Column nested() {
        return new Column.Nested(new @Nullable Object[rows], all);
    }
}
