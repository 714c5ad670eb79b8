package org.tandemml.serving.engine.enforce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Column;

/** Cells of columns as values to compare. */
final class Cells {
    private Cells() {}

    /** {@code Long}, {@code Double}, {@code Float}, {@code Boolean}, {@code String}, bytes. */
    static @Nullable Object of(Column column, int row) {
        if (column instanceof Column.Doubles of) {
            return of.values()[row];
        }
        if (column instanceof Column.Floats of) {
            return of.values()[row];
        }
        if (column instanceof Column.Longs of) {
            return of.values()[row];
        }
        if (column instanceof Column.Ints of) {
            return (long) of.values()[row];
        }
        if (column instanceof Column.Booleans of) {
            return of.values()[row];
        }
        if (column instanceof Column.Strings of) {
            return of.values()[row];
        }
        if (column instanceof Column.Instants of) {
            return of.epochNanos()[row];
        }
        if (column instanceof Column.Binaries of) {
            return bytes(java.util.Objects.requireNonNull(of.values()[row]));
        }
        return ((Column.Nested) column).values()[row];
    }

    private static List<Byte> bytes(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
