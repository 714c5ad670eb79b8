package org.tandemml.serving.engine.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.Schema;

/** Makes tables from literals, for tests. */
public final class Tables {
    private Tables() {}

    /**
     * A table.
     *
     * @param rows cells in the order of the schema: {@code Number}, {@code Boolean}, {@code
     *     String}, {@code byte[]}, {@code Instant}, lists and maps; null for a missing value
     */
    public static Table of(Schema.Columns schema, List<@Nullable Object[]> rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            columns.add(column(schema.columns().get(i), rows, i));
        }
        return new Table(schema, rows.size(), columns);
    }

    private static Column column(ColumnSpec spec, List<@Nullable Object[]> rows, int index) {
        Missing missing = new Missing();
        @Nullable Object[] cells = new @Nullable Object[rows.size()];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = rows.get(row)[index];
            if (cells[row] == null) {
                missing.set(row);
            }
        }
        if (!(spec.type() instanceof ColumnType.Scalar scalar)) {
            return new Column.Nested(cells, missing);
        }
        return switch (scalar.type()) {
            case DOUBLE -> doubles(cells, missing);
            case FLOAT -> floats(cells, missing);
            case LONG -> new Column.Longs(longs(cells), missing);
            case INTEGER -> ints(cells, missing);
            case BOOLEAN -> booleans(cells, missing);
            case STRING -> strings(cells, missing);
            case BINARY -> binaries(cells, missing);
            case DATETIME -> new Column.Instants(longs(cells), missing);
        };
    }

    private static Column doubles(@Nullable Object[] cells, Missing missing) {
        double[] values = new double[cells.length];
        for (int row = 0; row < cells.length; row++) {
            values[row] = cells[row] instanceof Number n ? n.doubleValue() : Double.NaN;
        }
        return new Column.Doubles(values, missing);
    }

    private static Column floats(@Nullable Object[] cells, Missing missing) {
        float[] values = new float[cells.length];
        for (int row = 0; row < cells.length; row++) {
            values[row] = cells[row] instanceof Number n ? n.floatValue() : Float.NaN;
        }
        return new Column.Floats(values, missing);
    }

    private static long[] longs(@Nullable Object[] cells) {
        long[] values = new long[cells.length];
        for (int row = 0; row < cells.length; row++) {
            if (cells[row] instanceof Number n) {
                values[row] = n.longValue();
            } else if (cells[row] instanceof Instant instant) {
                values[row] = instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
            }
        }
        return values;
    }

    private static Column ints(@Nullable Object[] cells, Missing missing) {
        int[] values = new int[cells.length];
        for (int row = 0; row < cells.length; row++) {
            values[row] = cells[row] instanceof Number n ? n.intValue() : 0;
        }
        return new Column.Ints(values, missing);
    }

    private static Column booleans(@Nullable Object[] cells, Missing missing) {
        boolean[] values = new boolean[cells.length];
        for (int row = 0; row < cells.length; row++) {
            values[row] = Boolean.TRUE.equals(cells[row]);
        }
        return new Column.Booleans(values, missing);
    }

    private static Column strings(@Nullable Object[] cells, Missing missing) {
        @Nullable String[] values = new @Nullable String[cells.length];
        for (int row = 0; row < cells.length; row++) {
            values[row] = (String) cells[row];
        }
        return new Column.Strings(values, missing);
    }

    private static Column binaries(@Nullable Object[] cells, Missing missing) {
        byte @Nullable [][] values = new byte @Nullable [cells.length][];
        for (int row = 0; row < cells.length; row++) {
            values[row] = (byte[]) cells[row];
        }
        return new Column.Binaries(values, missing);
    }
}
