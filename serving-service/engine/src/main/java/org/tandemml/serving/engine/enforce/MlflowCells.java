package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.DataType;
import org.tandemml.serving.engine.table.Column;

/**
 * The cells of a scalar column as a body has them. What MLflow makes of a cell depends on the
 * others of its column, so they are kept until all are there, and cast then.
 */
final class MlflowCells extends CellReader {
    /** What a cell is. */
    enum Kind {
        /** Not in the body. */
        ABSENT,
        NULL,
        BOOL,
        /** A long. */
        INT,
        /** An integer beyond long. */
        BIG,
        /** A double; NaN and infinities too. */
        REAL,
        TEXT,
        /** A list or map. */
        NESTED
    }

    private static final Kind[] KINDS = Kind.values();

    private final DataType type;
    private byte[] kinds = {};
    private long[] bits = {};
    private @Nullable Object @Nullable [] objects;

    MlflowCells(ColumnPlan plan, Intake intake, DataType type) {
        super(plan, intake);
        this.type = type;
    }

    @Override
    void resize(int cells) {
        kinds = Arrays.copyOf(kinds, cells);
        bits = Arrays.copyOf(bits, cells);
        @Nullable Object[] kept = objects;
        objects = kept == null ? null : Arrays.copyOf(kept, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        switch (token) {
            case VALUE_NULL -> set(row, Kind.NULL, 0);
            case VALUE_TRUE -> set(row, Kind.BOOL, 1);
            case VALUE_FALSE -> set(row, Kind.BOOL, 0);
            case VALUE_STRING -> set(row, Kind.TEXT, parser.getText());
            case VALUE_NUMBER_INT -> {
                if (NumberToken.isLong(parser)) {
                    set(row, Kind.INT, parser.getLongValue());
                } else {
                    set(row, Kind.BIG, parser.getBigIntegerValue());
                }
            }
            case VALUE_NUMBER_FLOAT ->
                    set(row, Kind.REAL, Double.doubleToRawLongBits(parser.getDoubleValue()));
            default -> {
                Object nested = JsonValue.read(parser, token);
                set(row, Kind.NESTED, nested == null ? "" : nested);
            }
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        set(row, Kind.TEXT, cell.text());
    }

    @Override
    void repeat(int rows) {
        for (int row = 1; row < rows; row++) {
            advance(row);
            kinds[row] = kinds[0];
            bits[row] = bits[0];
            if (objects != null) {
                objects[row] = objects[0];
            }
        }
    }

    private void set(int row, Kind kind, long value) {
        kinds[row] = (byte) kind.ordinal();
        bits[row] = value;
    }

    private void set(int row, Kind kind, Object value) {
        @Nullable Object[] kept = objects;
        if (kept == null) {
            kept = new @Nullable Object[kinds.length];
            objects = kept;
        }
        kinds[row] = (byte) kind.ordinal();
        kept[row] = value;
    }

    @Override
    Column toColumn(int rows) {
        return switch (intake.rules()) {
            case FRAME -> new MlflowFrameCast(this, rows).to(type);
            case ARRAY -> new MlflowArrayCast(this, rows).to(type);
            case CSV -> new MlflowCsvCast(this, rows).to(type);
        };
    }

    @Override
    Column unset(UnsetColumns columns) {
        return switch (type) {
            case DOUBLE -> columns.doubles();
            case FLOAT -> columns.floats();
            case LONG -> columns.longs();
            case INTEGER -> columns.ints();
            case BOOLEAN -> columns.booleans();
            case STRING -> columns.strings();
            case BINARY -> columns.binaries();
            case DATETIME -> columns.instants();
        };
    }

    Kind kind(int row) {
        return KINDS[kinds[row]];
    }

    boolean bool(int row) {
        return bits[row] != 0;
    }

    long integer(int row) {
        return bits[row];
    }

    double real(int row) {
        return Double.longBitsToDouble(bits[row]);
    }

    String text(int row) {
        return (String) object(row);
    }

    BigInteger big(int row) {
        return (BigInteger) object(row);
    }

    /** A big integer, text, list or map. */
    Object object(int row) {
        @Nullable Object[] kept = objects;
        Object value = kept == null ? null : kept[row];
        if (value == null) {
            throw new IllegalStateException("no object in row " + row);
        }
        return value;
    }

    /** The cell as the value that JSON has there; null if it is null or absent. */
    @Nullable Object value(int row) {
        return switch (kind(row)) {
            case ABSENT, NULL -> null;
            case BOOL -> bool(row);
            case INT -> integer(row);
            case REAL -> real(row);
            case BIG, TEXT, NESTED -> object(row);
        };
    }

    /** The failure of a cast, which ends the reading: MLflow reports the first one only. */
    ViolationsException cannotCast(int row) {
        return intake.log().cannotCast(row, plan, describe(row), shown(row));
    }

    /** The failure of the check that follows MLflow's casts. */
    ViolationsException mismatch(int row, String actual) {
        intake.log().add(row, plan.name(), plan.expected(), actual, shown(row), null);
        return intake.log().toException(row + 1);
    }

    private @Nullable String shown(int row) {
        Object value = kind(row) == Kind.NESTED ? null : value(row);
        return value == null ? null : value.toString();
    }

    private String describe(int row) {
        return switch (kind(row)) {
            case ABSENT -> "absent";
            case NULL -> "null";
            case BOOL -> "boolean";
            case INT, BIG, REAL -> "number";
            case TEXT -> "string";
            case NESTED -> object(row) instanceof java.util.List ? "array" : "object";
        };
    }
}
