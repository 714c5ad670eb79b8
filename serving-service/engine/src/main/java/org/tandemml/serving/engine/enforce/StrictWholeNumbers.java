package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.tandemml.serving.engine.literal.ExactNumber;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code long} or {@code integer}: whole numbers in range, however they are written. */
abstract class StrictWholeNumbers extends CellReader {
    private final long min;
    private final long max;

    private StrictWholeNumbers(ColumnPlan plan, Intake intake, long min, long max) {
        super(plan, intake);
        this.min = min;
        this.max = max;
    }

    abstract void store(long value, int row);

    @Override
    final void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        String problem = NumberToken.wholeProblem(parser, token, min, max);
        if (problem == null) {
            store(NumberToken.toLong(parser, token), row);
        } else {
            refuse(parser, token, row, problem);
        }
    }

    @Override
    final void readText(CsvCell cell, int row) {
        if (cell.isBlank()) {
            refuse(cell, row, "null");
        } else if (cell.isShortInteger()) {
            long value = cell.toLong();
            store(value, row);
            if (value < min || value > max) {
                refuse(cell, row, NumberToken.OUT_OF_RANGE);
            }
        } else if (cell.isNumber()) {
            readLongText(cell, row);
        } else {
            refuse(cell, row, NumberToken.isWord(cell.trimmed()) ? "number" : "string");
        }
    }

    private void readLongText(CsvCell cell, int row) {
        String text = cell.trimmed();
        String problem = NumberToken.wholeProblem(text, cell.toDouble(), min, max);
        if (problem == null) {
            store(ExactNumber.toLong(text, cell.toDouble()), row);
        } else {
            refuse(cell, row, problem);
        }
    }

    /** Declared {@code long}. */
    static final class Longs extends StrictWholeNumbers {
        private long[] values = {};

        Longs(ColumnPlan plan, Intake intake) {
            super(plan, intake, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        @Override
        void store(long value, int row) {
            values[row] = value;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Column toColumn(int rows) {
            return new Column.Longs(values, missing);
        }

        @Override
        Column unset(UnsetColumns columns) {
            return columns.longs();
        }
    }

    /** Declared {@code integer}. */
    static final class Ints extends StrictWholeNumbers {
        private int[] values = {};

        Ints(ColumnPlan plan, Intake intake) {
            super(plan, intake, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }

        @Override
        void store(long value, int row) {
            values[row] = (int) value;
        }

        @Override
        void resize(int cells) {
            values = Arrays.copyOf(values, cells);
        }

        @Override
        Column toColumn(int rows) {
            return new Column.Ints(values, missing);
        }

        @Override
        Column unset(UnsetColumns columns) {
            return columns.ints();
        }
    }
}
