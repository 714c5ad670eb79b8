package org.tandemml.serving.engine.enforce;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.DataType;
import org.tandemml.serving.engine.enforce.MlflowCells.Kind;
import org.tandemml.serving.engine.literal.NumpyDateTime;
import org.tandemml.serving.engine.literal.PythonText;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/** Casts as numpy does: each value by itself, from what Python reads. */
final class MlflowArrayCast {
    private final MlflowCells cells;
    private final int rows;
    private final Missing missing = new Missing();

    MlflowArrayCast(MlflowCells cells, int rows) {
        this.cells = cells;
        this.rows = rows;
    }

    Column to(DataType type) {
        return switch (type) {
            case BOOLEAN -> booleans();
            case INTEGER -> ints();
            case LONG -> longs();
            case FLOAT -> floats();
            case DOUBLE -> new Column.Doubles(doubles(true), missing);
            case STRING -> strings();
            case DATETIME -> instants();
            case BINARY -> binaries();
        };
    }

    private Column booleans() {
        boolean[] values = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            if (!markGone(row)) {
                if (isList(row)) {
                    throw cells.cannotCast(row);
                }
                values[row] = truth(cells, row);
            }
        }
        return new Column.Booleans(values, missing);
    }

    private Column longs() {
        long[] values = new long[rows];
        for (int row = 0; row < rows; row++) {
            requireScalar(row);
            values[row] = toLong(cells, row);
        }
        return new Column.Longs(values, missing);
    }

    private Column ints() {
        int[] values = new int[rows];
        for (int row = 0; row < rows; row++) {
            requireScalar(row);
            long value = toLong(cells, row);
            if (value != (int) value) {
                throw cells.cannotCast(row);
            }
            values[row] = (int) value;
        }
        return new Column.Ints(values, missing);
    }

    private Column floats() {
        float[] values = new float[rows];
        double[] doubles = doubles(false);
        for (int row = 0; row < rows; row++) {
            values[row] = (float) doubles[row];
        }
        return new Column.Floats(values, missing);
    }

    /**
     * @param gaps whether rows may lack the column: numpy then makes doubles of the others
     */
    private double[] doubles(boolean gaps) {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            if (!gaps) {
                requireScalar(row);
            }
            values[row] = isGone(row) ? Double.NaN : toDouble(cells, row);
            if (Double.isNaN(values[row])) {
                missing.set(row);
            }
        }
        return values;
    }

    private Column strings() {
        @Nullable String[] values = new @Nullable String[rows];
        for (int row = 0; row < rows; row++) {
            if (!markGone(row)) {
                if (isList(row)) {
                    throw cells.cannotCast(row);
                }
                values[row] = withoutZeros(PythonText.str(cells.value(row)));
            }
        }
        return new Column.Strings(values, missing);
    }

    private Column binaries() {
        byte @Nullable [][] values = new byte @Nullable [rows][];
        for (int row = 0; row < rows; row++) {
            if (!markGone(row)) {
                String text = withoutZeros(PythonText.str(cells.value(row)));
                if (isList(row) || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
                    throw cells.cannotCast(row);
                }
                values[row] = text.getBytes(StandardCharsets.US_ASCII);
            }
        }
        return new Column.Binaries(values, missing);
    }

    /** numpy's arrays of text cannot tell zeros at the end from padding. */
    private static String withoutZeros(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private Column instants() {
        long[] values = new long[rows];
        for (int row = 0; row < rows; row++) {
            boolean text = cells.kind(row) == Kind.TEXT;
            if (text && NumpyDateTime.isNotATime(cells.text(row))) {
                missing.set(row);
            } else if (!markGone(row)) {
                values[row] = toNanos(row);
            }
        }
        return new Column.Instants(values, missing);
    }

    private long toNanos(int row) {
        Long nanos =
                switch (cells.kind(row)) {
                    case BOOL, INT -> cells.integer(row);
                    case TEXT -> NumpyDateTime.toEpochNanos(cells.text(row));
                    default -> null;
                };
        if (nanos == null) {
            throw cells.cannotCast(row);
        }
        return nanos;
    }

    private boolean isGone(int row) {
        return cells.kind(row) == Kind.NULL || cells.kind(row) == Kind.ABSENT;
    }

    private boolean markGone(int row) {
        boolean gone = isGone(row);
        if (gone) {
            missing.set(row);
        }
        return gone;
    }

    /** Gaps and lists make a column of another type, which the check after the cast refuses. */
    private void requireScalar(int row) {
        if (cells.kind(row) == Kind.ABSENT) {
            throw cells.mismatch(row, "absent");
        }
        if (isList(row)) {
            throw cells.mismatch(row, "array");
        }
    }

    private boolean isList(int row) {
        return cells.kind(row) == Kind.NESTED && cells.object(row) instanceof Collection;
    }

    /** What Python's {@code bool} gives. */
    static boolean truth(MlflowCells cells, int row) {
        return switch (cells.kind(row)) {
            case BOOL, INT -> cells.integer(row) != 0;
            case BIG -> true;
            case REAL -> cells.real(row) != 0;
            case TEXT -> !cells.text(row).isEmpty();
            case NESTED ->
                    cells.object(row) instanceof Map<?, ?> map
                            ? !map.isEmpty()
                            : !((Collection<?>) cells.object(row)).isEmpty();
            case ABSENT, NULL -> false;
        };
    }

    /** What Python's {@code int} gives, if it is a long. */
    static long toLong(MlflowCells cells, int row) {
        switch (cells.kind(row)) {
            case BOOL, INT -> {
                return cells.integer(row);
            }
            case REAL -> {
                double value = cells.real(row);
                if (value >= -0x1p63 && value < 0x1p63) {
                    return (long) value;
                }
            }
            case TEXT -> {
                BigInteger value = PythonText.toInt(cells.text(row));
                if (value != null && value.bitLength() < Long.SIZE) {
                    return value.longValue();
                }
            }
            default -> {
                // neither is an integer, nor becomes one
            }
        }
        throw cells.cannotCast(row);
    }

    /** What Python's {@code float} gives. */
    static double toDouble(MlflowCells cells, int row) {
        switch (cells.kind(row)) {
            case BOOL, INT -> {
                return cells.integer(row);
            }
            case REAL -> {
                return cells.real(row);
            }
            case BIG -> {
                double value = cells.big(row).doubleValue();
                if (!Double.isInfinite(value)) {
                    return value;
                }
            }
            case TEXT -> {
                Double value = PythonText.toFloat(cells.text(row));
                if (value != null) {
                    return value;
                }
            }
            default -> {
                // no number
            }
        }
        throw cells.cannotCast(row);
    }
}
