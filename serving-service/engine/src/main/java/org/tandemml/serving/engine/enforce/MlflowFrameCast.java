package org.tandemml.serving.engine.enforce;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.DataType;
import org.tandemml.serving.engine.enforce.MlflowCells.Kind;
import org.tandemml.serving.engine.literal.LenientBase64;
import org.tandemml.serving.engine.literal.PandasDateTime;
import org.tandemml.serving.engine.literal.PythonText;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/** Casts as pandas does: infers the type of the whole column first, then converts that. */
final class MlflowFrameCast {
    private static final double LONG_LIMIT = 0x1p63;

    private final MlflowCells cells;
    private final int rows;
    private final PandasType inferred;
    private final Missing missing = new Missing();

    MlflowFrameCast(MlflowCells cells, int rows) {
        this.cells = cells;
        this.rows = rows;
        this.inferred = PandasType.infer(cells, rows);
    }

    Column to(DataType type) {
        return switch (type) {
            case BOOLEAN -> booleans();
            case INTEGER -> ints();
            case LONG -> longs();
            case FLOAT -> floats();
            case DOUBLE -> new Column.Doubles(doubles(), missing);
            case STRING -> strings();
            case DATETIME -> instants();
            case BINARY -> binaries();
        };
    }

    private Column booleans() {
        boolean[] values = new boolean[rows];
        int gone = 0;
        for (int row = 0; row < rows; row++) {
            if (isNull(row)) {
                missing.set(row);
                gone++;
            } else {
                values[row] = MlflowArrayCast.truth(cells, row);
            }
        }
        if (gone == rows && rows > 0 && inferred == PandasType.FLOAT64) {
            throw cells.mismatch(0, "number");
        }
        return new Column.Booleans(values, missing);
    }

    private Column longs() {
        long[] values = new long[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = toLong(row);
        }
        return new Column.Longs(values, missing);
    }

    private Column ints() {
        int[] values = new int[rows];
        boolean checked = inferred == PandasType.OBJECT || inferred == PandasType.TEXT;
        for (int row = 0; row < rows; row++) {
            long value = toLong(row);
            if (checked && value != (int) value) {
                throw cells.cannotCast(row);
            }
            boolean beyond = inferred == PandasType.FLOAT64 && value != (int) value;
            values[row] = beyond ? Integer.MIN_VALUE : (int) value;
        }
        return new Column.Ints(values, missing);
    }

    private long toLong(int row) {
        if (isNull(row)) {
            throw cells.cannotCast(row);
        }
        return switch (inferred) {
            case FLOAT64 -> truncate(row, asDouble(row));
            case UINT64 ->
                    cells.kind(row) == Kind.BIG ? cells.big(row).longValue() : cells.integer(row);
            case INT64, BOOL, OBJECT, TEXT -> MlflowArrayCast.toLong(cells, row);
        };
    }

    /** The conversion of the processor: what does not fit becomes the least long. */
    private long truncate(int row, double value) {
        if (!Double.isFinite(value)) {
            throw cells.cannotCast(row);
        }
        return value >= LONG_LIMIT ? Long.MIN_VALUE : (long) value;
    }

    private Column floats() {
        float[] values = new float[rows];
        double[] doubles = doubles();
        for (int row = 0; row < rows; row++) {
            boolean direct = inferred == PandasType.INT64;
            values[row] = direct ? (float) cells.integer(row) : (float) doubles[row];
        }
        return new Column.Floats(values, missing);
    }

    private double[] doubles() {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = isNull(row) ? Double.NaN : MlflowArrayCast.toDouble(cells, row);
            if (Double.isNaN(values[row])) {
                missing.set(row);
            }
        }
        return values;
    }

    private Column strings() {
        @Nullable String[] values = new @Nullable String[rows];
        for (int row = 0; row < rows; row++) {
            if (isNull(row)) {
                missing.set(row);
            } else if (inferred == PandasType.FLOAT64) {
                values[row] = PythonText.str(asDouble(row));
            } else {
                values[row] = PythonText.str(cells.value(row));
            }
        }
        return new Column.Strings(values, missing);
    }

    private Column binaries() {
        byte @Nullable [][] values = new byte @Nullable [rows][];
        for (int row = 0; row < rows; row++) {
            byte[] decoded =
                    cells.kind(row) == Kind.TEXT ? LenientBase64.decode(cells.text(row)) : null;
            if (decoded == null) {
                throw cells.cannotCast(row);
            }
            values[row] = decoded;
        }
        return new Column.Binaries(values, missing);
    }

    private Column instants() {
        long[] values = new long[rows];
        if (inferred == PandasType.BOOL || inferred == PandasType.UINT64) {
            throw cells.cannotCast(0);
        }
        int first = 0;
        while (first < rows && isNull(first)) {
            first++;
        }
        boolean guess = first < rows && cells.kind(first) == Kind.TEXT;
        @Nullable PandasDateTime format = null;
        boolean dayFirst = guess && PandasDateTime.isDayFirst(cells.text(first));
        for (int row = 0; row < rows; row++) {
            if (isNull(row) || isNotATime(row)) {
                missing.set(row);
            } else if (cells.kind(row) == Kind.TEXT) {
                PandasDateTime time = PandasDateTime.parse(cells.text(row), dayFirst);
                boolean differs =
                        time != null
                                && format != null
                                && (guess || time.zoned())
                                && !time.layout().equals(format.layout());
                if (time == null || differs || !guess && time.zoned()) {
                    throw cells.cannotCast(row);
                }
                format = format == null ? time : format;
                values[row] = time.epochNanos();
            } else if (guess) {
                throw cells.cannotCast(row);
            } else {
                values[row] = numericInstant(row);
            }
        }
        if (format != null && format.zoned()) {
            throw cells.mismatch(first, "datetime with an offset");
        }
        return new Column.Instants(values, missing);
    }

    private boolean isNotATime(int row) {
        if (cells.kind(row) == Kind.TEXT) {
            return PandasDateTime.isNotATime(cells.text(row));
        }
        double value = inferred == PandasType.FLOAT64 ? asDouble(row) : 0;
        return Math.abs(value) >= LONG_LIMIT;
    }

    private long numericInstant(int row) {
        return switch (cells.kind(row)) {
            case INT -> inferred == PandasType.FLOAT64 ? (long) asDouble(row) : cells.integer(row);
            case REAL -> truncate(row, cells.real(row));
            default -> throw cells.cannotCast(row);
        };
    }

    private double asDouble(int row) {
        return switch (cells.kind(row)) {
            case INT -> cells.integer(row);
            case BIG -> cells.big(row).doubleValue();
            default -> cells.real(row);
        };
    }

    private boolean isNull(int row) {
        return PandasType.isNull(cells, row);
    }

    /** The types that pandas gives to a column of JSON values. */
    private enum PandasType {
        OBJECT,
        TEXT,
        BOOL,
        INT64,
        UINT64,
        FLOAT64;

        private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE);

        static boolean isNull(MlflowCells cells, int row) {
            Kind kind = cells.kind(row);
            return kind == Kind.NULL
                    || kind == Kind.ABSENT
                    || kind == Kind.REAL && Double.isNaN(cells.real(row));
        }

        static PandasType infer(MlflowCells cells, int rows) {
            boolean nulls = false;
            boolean reals = false;
            boolean bools = false;
            boolean texts = false;
            boolean integers = false;
            boolean negatives = false;
            boolean unsigned = false;
            boolean others = false;
            for (int row = 0; row < rows; row++) {
                switch (cells.kind(row)) {
                    case ABSENT, NULL -> nulls = true;
                    case REAL -> reals = true;
                    case BOOL -> bools = true;
                    case TEXT -> texts = true;
                    case NESTED -> others = true;
                    case INT -> {
                        integers = true;
                        negatives |= cells.integer(row) < 0;
                    }
                    case BIG -> {
                        BigInteger big = cells.big(row);
                        unsigned = true;
                        others |= big.signum() < 0 || big.compareTo(UNSIGNED_LIMIT) >= 0;
                    }
                }
            }
            boolean numbers = integers || unsigned || reals;
            if (others || unsigned && negatives && !reals && !nulls) {
                return OBJECT;
            }
            if (texts) {
                boolean onlyText =
                        !bools && !integers && !unsigned && !(reals && hasReal(cells, rows));
                return onlyText ? TEXT : OBJECT;
            }
            if (bools) {
                return numbers || nulls ? OBJECT : BOOL;
            }
            if (!numbers) {
                return OBJECT;
            }
            if (reals || nulls) {
                return FLOAT64;
            }
            return unsigned ? UINT64 : INT64;
        }

        private static boolean hasReal(MlflowCells cells, int rows) {
            for (int row = 0; row < rows; row++) {
                if (cells.kind(row) == Kind.REAL && !Double.isNaN(cells.real(row))) {
                    return true;
                }
            }
            return false;
        }
    }
}
